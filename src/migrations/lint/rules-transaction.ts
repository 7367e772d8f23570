import { BOTH, type Rule, type Statement } from './rule.js';
import { commandsOf, kindOf, optionsOf } from './tables.js';

/** Returns the keywords of a statement that PostgreSQL refuses inside a transaction; undefined for any other. */
function refusedInTransaction({ node }: Statement): string | undefined {
  if ('IndexStmt' in node && node.IndexStmt.concurrent) return 'CREATE INDEX CONCURRENTLY';
  if ('DropStmt' in node && node.DropStmt.concurrent) return 'DROP INDEX CONCURRENTLY';
  if ('ReindexStmt' in node) {
    if (optionsOf(node.ReindexStmt.params).includes('concurrently')) return 'REINDEX CONCURRENTLY';
    return /_(SCHEMA|SYSTEM|DATABASE)$/.test(node.ReindexStmt.kind ?? '')
      ? 'REINDEX of many tables'
      : undefined;
  }
  if ('ClusterStmt' in node && !node.ClusterStmt.relation) return 'CLUSTER of every table';
  if ('VacuumStmt' in node && node.VacuumStmt.is_vacuumcmd) return 'VACUUM';
  if ('AlterTableStmt' in node) {
    const isDetaching = commandsOf(node.AlterTableStmt.cmds).some(
      ({ def }) => def && 'PartitionCmd' in def && def.PartitionCmd.concurrent,
    );
    return isDetaching ? 'DETACH PARTITION CONCURRENTLY' : undefined;
  }
  return REFUSED_ALWAYS[kindOf(node)];
}

/** Statements that change the server or one of its databases as a whole. */
const REFUSED_ALWAYS: Readonly<Record<string, string>> = {
  CreatedbStmt: 'CREATE DATABASE',
  DropdbStmt: 'DROP DATABASE',
  CreateTableSpaceStmt: 'CREATE TABLESPACE',
  DropTableSpaceStmt: 'DROP TABLESPACE',
  AlterSystemStmt: 'ALTER SYSTEM',
};

/** Rules about the transaction that a migration runs in or not. */
export const transactionRules: readonly Rule[] = [
  {
    name: 'transaction-control',
    why: 'The runner begins and commits, with the row that records the migration inside; a migration that does it itself breaks both.',
    fix: 'Take it out. For what cannot run in a transaction write: -- migrate:up transaction:false',
    sections: BOTH,
    check: ({ node }) =>
      'TransactionStmt' in node &&
      /_(BEGIN|START|COMMIT|ROLLBACK|PREPARE|COMMIT_PREPARED|ROLLBACK_PREPARED)$/.test(
        node.TransactionStmt.kind ?? '',
      )
        ? ['It begins or ends a transaction.']
        : [],
  },
  {
    name: 'needs-no-transaction',
    why: 'PostgreSQL refuses it inside a transaction (25001).',
    fix: 'Put it alone into a migration that says: -- migrate:up transaction:false',
    sections: BOTH,
    check: (statement) => {
      const words = refusedInTransaction(statement);
      return words && statement.transaction
        ? [`${words} stands in a migration that runs in a transaction.`]
        : [];
    },
  },
  {
    name: 'one-bare-statement',
    why: 'Outside a transaction nothing is rolled back: after the first statement the rest may be missing, and PostgreSQL takes several statements sent together for one transaction.',
    fix: 'One statement a migration; split it into several files.',
    sections: BOTH,
    check: ({ transaction, index }) =>
      !transaction && index === 1 ? ['A migration outside a transaction has more than one statement.'] : [],
  },
  {
    name: 'needless-no-transaction',
    why: 'Outside a transaction a failure may leave half of it, and its row is written apart.',
    fix: 'Leave transaction:false out.',
    sections: ['up'],
    check: (statement) =>
      !statement.transaction &&
      statement.index === 0 &&
      !refusedInTransaction(statement) &&
      !mayNeedNoTransaction(statement)
        ? ['It runs outside a transaction without need.']
        : [],
  },
  {
    name: 'validate-apart',
    why: 'The lock that ADD CONSTRAINT takes is kept to the end of the transaction, so that writers wait while VALIDATE reads the whole table: NOT VALID has gained nothing.',
    fix: 'VALIDATE CONSTRAINT in a migration of its own, after this one.',
    sections: ['up'],
    check: ({ node, transaction, statements, index }) => {
      if (!transaction || !('AlterTableStmt' in node)) return [];
      const added = statements
        .slice(0, index + 1)
        .flatMap(({ node: earlier }) =>
          'AlterTableStmt' in earlier
            ? commandsOf(earlier.AlterTableStmt.cmds).flatMap(({ def }) =>
                def && 'Constraint' in def ? [def.Constraint.conname] : [],
              )
            : [],
        );
      return commandsOf(node.AlterTableStmt.cmds)
        .filter(({ subtype, name }) => subtype === 'AT_ValidateConstraint' && added.includes(name))
        .map(({ name }) => `It validates ${name} in the transaction that adds it.`);
    },
  },
];

/**
 * A procedure or a DO block may commit. A new value of an enum can be used only after a commit. With some options,
 * PostgreSQL refuses the statements of a subscription inside a transaction.
 */
function mayNeedNoTransaction({ node }: Statement): boolean {
  return /^(CallStmt|DoStmt|AlterEnumStmt|(Create|Alter|Drop)SubscriptionStmt)$/.test(kindOf(node));
}
