declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Returns DynamoDB as a server that does not listen yet. Its state is a LevelDB in `path`. */
  export default function dynalite(options: {
    path: string;
    createTableMs: number;
    updateTableMs: number;
    deleteTableMs: number;
  }): Server;
}
