import { changes } from './changes.js';
import { type Rule, UP } from './rule.js';
import { optionsOf, tableName } from './tables.js';

/** Rules about statements that block other sessions unless they say CONCURRENTLY. */
export const concurrentRules: readonly Rule[] = [
  {
    name: 'index-concurrently',
    why: 'CREATE INDEX lets nobody write to the table until it is built.',
    fix: 'CREATE INDEX CONCURRENTLY, alone in a migration that says: -- migrate:up transaction:false',
    sections: UP,
    check: ({ node, isNew }) => {
      if (!('IndexStmt' in node) || node.IndexStmt.concurrent) return [];
      const table = tableName(node.IndexStmt.relation);
      return isNew(table) ? [] : [`It builds an index of ${table}, which is in use.`];
    },
  },
  {
    name: 'drop-index-concurrently',
    why: 'DROP INDEX waits for every transaction that uses the table, and everybody after it waits behind it.',
    fix: 'DROP INDEX CONCURRENTLY, alone in a migration that says: -- migrate:up transaction:false',
    sections: UP,
    check: ({ node }) =>
      'DropStmt' in node && node.DropStmt.removeType === 'OBJECT_INDEX' && !node.DropStmt.concurrent
        ? ['It drops an index of a table that is in use.']
        : [],
  },
  {
    name: 'reindex-concurrently',
    why: 'REINDEX lets nobody write to the table, nor read by the index, until it is built.',
    fix: 'REINDEX … CONCURRENTLY, alone in a migration that says: -- migrate:up transaction:false',
    sections: UP,
    check: ({ node }) => {
      if (!('ReindexStmt' in node)) return [];
      const isConcurrent = optionsOf(node.ReindexStmt.params).includes('concurrently');
      return isConcurrent ? [] : ['It builds indexes anew that are in use.'];
    },
  },
  {
    name: 'detach-concurrently',
    why: 'DETACH PARTITION waits for every transaction that uses the table, and everybody after it waits behind it.',
    fix: 'DETACH PARTITION … CONCURRENTLY, alone in a migration that says: -- migrate:up transaction:false',
    sections: UP,
    check: (statement) => {
      const { table, commands } = changes(statement);
      return commands
        .filter(
          ({ subtype, def }) =>
            subtype === 'AT_DetachPartition' &&
            !(def && 'PartitionCmd' in def && def.PartitionCmd.concurrent),
        )
        .map(() => `It detaches a partition of ${table}, which is in use.`);
    },
  },
];
