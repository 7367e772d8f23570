export { answerSentence, type OperatorContext, type Reply } from './answer.js';
export { type BotOptions, ChatBot } from './bot.js';
export type { ChatContext } from './context.js';
export { lines } from './lines.js';
export {
  type ChatSource,
  type Message,
  nameOf,
  type Rewritable,
  type Speaker,
  type Thread,
} from './message.js';
export { type ChatRequest, parseSentence, SENTENCES } from './sentence.js';
export { listenToSlack, type SlackOptions } from './slack/index.js';
export { readSlackTokens, type SlackTokens } from './slack/tokens.js';
