import { z } from 'zod';
import { name } from './name.js';

/** The operations that chat offers, by their names in `chat.permissions`. */
const CHAT_OPERATIONS = ['deploy', 'rollback', 'status', 'releases', 'migrate', 'rotate-password'] as const;

const chatPermission = z.strictObject({
  who: z
    .array(
      z
        .string()
        .regex(
          /^[UWS][A-Z0-9]{2,}$/,
          'must be the id of a Slack user (U…, W…) or user group (S…), not a name',
        ),
    )
    .min(1)
    .describe('ids of Slack users (U…, W…) and user groups (S…)'),
  may: z
    .array(z.enum(CHAT_OPERATIONS))
    .min(1)
    .describe(`operations, of ${CHAT_OPERATIONS.join(', ')}`),
  in: z.array(z.string()).min(1).describe('environments'),
});

/** The schema of the section `chat` of superbowleto.yml. */
export const chat = z.strictObject({
  name: name('a name').optional().describe('what the bot is called: it may stand before a sentence'),
  names: z
    .record(name('a name'), z.string())
    .default({})
    .describe('other names of environments in chat, as in { production: live }'),
  confirm_within: z
    .int()
    .min(1)
    .max(60)
    .default(10)
    .describe('minutes in which a second person has to confirm a change to a protected environment'),
  permissions: z
    .array(chatPermission)
    .default([])
    .describe('who in Slack may do what where: a list of { who, may, in }; nobody anything when left out'),
  slack: z
    .strictObject({
      environment: z.string().describe('the environment whose credstash holds the secrets'),
      bot_token: z.string().optional().describe('name of the secret with the bot token (xoxb-…)'),
      app_token: z.string().optional().describe('name of the secret with the app-level token (xapp-…)'),
    })
    .optional()
    .describe('where the tokens for Slack are, unless environment variables hold them'),
});
