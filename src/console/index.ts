export { findApiUrl } from './api-url.js';
export { consoleUrl } from './console-url.js';
