/**
 * Returns Slack's markup as a person reads it: links and mentions as Slack shows them, entities as characters. The
 * mention of the bot itself is removed.
 *
 * @example plainText('<@U0BOT> deploy superbowleto/<http://release.io|release.io> to sandbox', 'U0BOT')
 * // 'deploy superbowleto/release.io to sandbox'
 */
export function plainText(text: string, bot: string): string {
  return text
    .replace(/<([^<>]*)>/g, (_, inner: string) => shown(inner, bot))
    .replace(/&(lt|gt|amp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .trim();
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&' };

function shown(inner: string, bot: string): string {
  const bar = inner.indexOf('|');
  const [target, label] = bar < 0 ? [inner, undefined] : [inner.slice(0, bar), inner.slice(bar + 1)];
  if (target === `@${bot}`) return ' ';
  // A channel's label comes without #. @here and the like are sent as !here.
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`;
  if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
  return label ?? target;
}

/** Characters. chat.update accepts 4,000. */
const MAXIMUM_LENGTH = 3_800;

/**
 * Returns text for a message. Nothing in it can mention, link or ping, whatever the name of a ref, a commit or a person.
 * It is cut at a line when it is longer than Slack accepts.
 */
export function slackText(text: string): string {
  const whole = escaped(text);
  if (whole.length <= MAXIMUM_LENGTH) return whole;
  const kept = text
    .slice(0, Math.max(0, MAXIMUM_LENGTH + text.length - whole.length))
    .replace(/\n[^\n]*$/, '');
  return `${escaped(kept)}\n…`;
}

/** Returns text like `slackText` in a block of fixed width, so that the columns of a table stay aligned. */
export function slackTable(text: string): string {
  // Three backticks would end the block.
  return `\`\`\`\n${slackText(text.replaceAll('```', "'''"))}\n\`\`\``;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
