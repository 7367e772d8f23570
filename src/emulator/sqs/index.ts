export { SqsService } from './service.js';
