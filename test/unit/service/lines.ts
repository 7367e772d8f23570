/** Runs `work` and captures the lines that are written to standard output meanwhile. */
export async function linesOf<T>(work: () => Promise<T>): Promise<{ result: T; lines: string[] }> {
  const write = process.stdout.write;
  let text = '';
  process.stdout.write = ((chunk: string | Uint8Array) => {
    text += chunk;
    return true;
  }) as typeof write;
  try {
    const result = await work();
    return { result, lines: text.split('\n').filter(Boolean) };
  } finally {
    process.stdout.write = write;
  }
}
