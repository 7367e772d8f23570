// What every function is until `sbw deploy` ships the first release. It fails, so that a queue keeps its messages.
export async function handler() {
  throw new Error('Nothing has been deployed here yet. Run: sbw deploy --env <environment> --ref <git ref>');
}
