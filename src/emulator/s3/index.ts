export { S3Service } from './service.js';
