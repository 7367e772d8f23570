import type { EmulatorContext } from '../../emulator/aws/service.js';
import { createBoletoApiSimulator } from './boleto-api.js';
import { createBradescoSimulator } from './bradesco.js';
import { SimulatorService } from './simulator.js';

export { simulatorScope } from './simulator.js';

/** The simulated banks and gateways of a stage. */
export interface Simulators {
  readonly bradesco: SimulatorService;
  readonly 'boleto-api': SimulatorService;
}

export type SimulatorName = keyof Simulators;

/** Creates the simulators; each answers 404 until `run` gives it credentials. */
export function createSimulators(contextFor: (name: string) => EmulatorContext): Simulators {
  const bradesco = contextFor('simulator-bradesco');
  const boletoApi = contextFor('simulator-boleto-api');
  return {
    bradesco: new SimulatorService(bradesco, createBradescoSimulator(bradesco)),
    'boleto-api': new SimulatorService(boletoApi, createBoletoApiSimulator(boletoApi)),
  };
}
