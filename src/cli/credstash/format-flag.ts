import { Flags } from '@oclif/core';
import { FORMATS } from './formats/index.js';

/** The flag `-f`, as in credstash. */
export const formatFlag = Flags.option({ char: 'f', options: FORMATS });
