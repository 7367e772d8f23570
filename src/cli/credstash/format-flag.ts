import { Flags } from '@oclif/core';
import { FORMATS } from './formats/index.js';

/** `-f`, as credstash has it. */
export const formatFlag = Flags.option({ char: 'f', options: FORMATS });
