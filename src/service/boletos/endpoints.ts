import { boletoNotFound, conflict } from '../http/errors.js';
import type { Answer } from '../http/handler.js';
import type { Request } from '../http/request.js';
import type { Service } from '../service.js';
import { presentBoleto } from './boleto.js';
import { createBoleto } from './create.js';
import { isBoletoId } from './id.js';
import { newBoleto } from './new-boleto.js';
import { createRules, todayInSaoPaulo } from './rules.js';
import { createSchema, listSchema, updateSchema } from './schema.js';
import { validate } from './validate.js';

/** POST /boletos */
export async function postBoleto(service: Service, { json, deadline }: Request): Promise<Answer> {
  const rules = createRules({
    today: todayInSaoPaulo(service.clock.now()),
    isAllowedQueue: service.isAllowedQueue,
    canRegister: (issuer) => service.providers.find(issuer) !== undefined,
  });
  const body = validate(createSchema, json(), rules);
  const boleto = newBoleto(body, service.settings.environment);
  const stored = await createBoleto(boleto, body.title_id ?? null, { ...service, deadline });
  return { status: 201, body: presentBoleto(stored) };
}

/** GET /boletos */
export async function getBoletos({ repository }: Service, { query, deadline }: Request): Promise<Answer> {
  const boletos = await repository.list(validate(listSchema, query), deadline);
  return { status: 200, body: boletos.map(presentBoleto) };
}

/** GET /boletos/{id} */
export async function getBoleto({ repository }: Service, { boletoId, deadline }: Request): Promise<Answer> {
  const boleto = isBoletoId(boletoId) ? await repository.find(boletoId, deadline) : undefined;
  if (!boleto) throw boletoNotFound();
  return { status: 200, body: presentBoleto(boleto) };
}

/** PATCH /boletos/{id} */
export async function patchBoleto(
  { repository }: Service,
  { boletoId, json, deadline }: Request,
): Promise<Answer> {
  if (!isBoletoId(boletoId)) throw boletoNotFound();
  const changes = validate(updateSchema, json());
  const boleto = await repository.update(boletoId, changes, deadline);
  if (boleto) return { status: 200, body: presentBoleto(boleto) };
  const unchanged = await repository.find(boletoId, deadline);
  if (!unchanged) throw boletoNotFound();
  throw conflict('paid_amount', `a ${unchanged.status} boleto cannot be paid`);
}
