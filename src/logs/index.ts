export { followLogs, readLogs } from './read.js';
export type { LogLine, LogQuery, LogSource } from './types.js';
