import { Args, Flags } from '@oclif/core';

export const fileArgument = Args.string({ description: 'the project file', default: 'superbowleto.yml' });

/** A factory: each command says whether it has to be given. */
export const refFlag = Flags.custom<string>({
  char: 'r',
  description: 'branch, tag, full or short commit id, or HEAD',
  helpValue: 'REF',
});
