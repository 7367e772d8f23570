/**
 * What a person reads where Slack sends markup: links and mentions as they are shown, entities as characters. The
 * mention of the bot itself is left out.
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
  // A channel's label has no # of its own; @here and the like are sent as !here.
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`;
  if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
  return label ?? target;
}

/** Characters of a message that Slack still changes later: chat.update takes 4,000. */
const LONGEST = 3_800;

/**
 * Text for a message: nothing in it can mention, link or ping, whatever a ref, a commit or a person is called; and not
 * longer than Slack takes.
 */
export function slackText(text: string): string {
  const whole = escaped(text);
  if (whole.length <= LONGEST) return whole;
  const kept = text.slice(0, Math.max(0, LONGEST + text.length - whole.length)).replace(/\n[^\n]*$/, '');
  return `${escaped(kept)}\n…`;
}

/** As `slackText`, with the columns of a table in their places. */
export function slackTable(text: string): string {
  // Three backticks would end the block.
  return `\`\`\`\n${slackText(text.replaceAll('```', "'''"))}\n\`\`\``;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
