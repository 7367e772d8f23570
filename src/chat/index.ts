export { answerSentence, type ChatRoom, type Reply } from './answer.js';
export { type ChatRequest, parseSentence, SENTENCES } from './sentence.js';
