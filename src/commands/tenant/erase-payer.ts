import type { PayerBoleto } from '../../administration/index.js';
import { AdministeringCommand } from '../../cli/administer/administration-command.js';
import { type ChangeFlags, changeFlags, tenantArgument } from '../../cli/administer/arguments.js';
import { readDocument, verifyErasable } from '../../cli/administer/payer.js';

interface Answer {
  readonly tenant: string;
  /** Number of boletos that lost their payer's data. */
  readonly erased: number;
}

export default class TenantErasePayer extends AdministeringCommand {
  static override summary = "Erase a payer's data from the boletos of a tenant";
  static override description =
    "Asks for the payer's CPF or CNPJ without showing it, or reads it from standard input: an argument would stay in the shell's history. It erases name, document, address, instructions and the bank's page, also in stored answers. Amounts and states stay. It refuses while one of the payer's boletos is open or within the tenant's retention.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> loja-sul',
    '<%= config.bin %> <%= command.id %> loja-sul --env live --confirm live < document.txt',
  ];
  static override args = { tenant: tenantArgument };
  static override flags = changeFlags;

  async run(): Promise<Answer> {
    const { args, flags } = await this.parse(TenantErasePayer);
    const payer = { ...args, document: await readDocument() };
    const boletos = verifyErasable(await this.#find(flags, payer));
    const warning = (environment: string) =>
      `${boletos.length} boletos of tenant ${args.tenant} of ${environment} lose their payer's data for good.`;
    const { erased } = await this.change(flags, 'payer.erase', { ...payer, boletos }, warning);
    this.log(`Erased the payer's data of ${erased} boletos. Amounts and states stay.`);
    return { ...args, erased };
  }

  /** Finds all boletos of the payer, page by page. */
  async #find(flags: ChangeFlags, payer: { tenant: string; document: string }): Promise<PayerBoleto[]> {
    const found: PayerBoleto[] = [];
    let after: string | null = null;
    do {
      const request = after === null ? payer : { ...payer, after };
      const page: { boletos: readonly PayerBoleto[]; next: string | null } = await this.ask(
        flags,
        'payer.find',
        request,
      );
      found.push(...page.boletos);
      after = page.next;
    } while (after !== null);
    return found;
  }
}
