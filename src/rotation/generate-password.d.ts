/** The package carries no types. What is declared is what is used. */
declare module 'generate-password' {
  interface Options {
    length: number;
    numbers: boolean;
    symbols: boolean;
    uppercase: boolean;
    lowercase: boolean;
    /** Draws again until every kind of character occurs: fewer passwords are possible then. */
    strict: boolean;
  }
  const generator: { generate(options: Options): string };
  export default generator;
}
