/** The package has no types of its own. Only what is used is declared. */
declare module 'generate-password' {
  interface Options {
    length: number;
    numbers: boolean;
    symbols: boolean;
    uppercase: boolean;
    lowercase: boolean;
    /** Generates again until every kind of character occurs, which makes fewer passwords possible. */
    strict: boolean;
  }
  const generator: { generate(options: Options): string };
  export default generator;
}
