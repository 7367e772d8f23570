import { Args, Flags } from '@oclif/core';

export const fileArgument = Args.string({ description: 'the project file', default: 'superbowleto.yml' });

/** Of what changes an environment's functions: there is no default. */
export const targetEnvironmentFlag = Flags.string({
  char: 'e',
  description: 'environment, as the project file names it',
  helpValue: 'NAME',
  required: true,
});

/** A factory: each command says whether it has to be given. */
export const refFlag = Flags.custom<string>({
  char: 'r',
  description: 'branch, tag, full or short commit id, or HEAD',
  helpValue: 'REF',
});

export const sourceFlag = Flags.string({
  description: 'git repository to take the ref from: a path or a URL, instead of the one of the project file',
  helpValue: 'REPOSITORY',
});
