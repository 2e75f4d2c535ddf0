import type { Sealer } from '@nencho/crypto';
import { AppError, taxYear } from '@nencho/kernel';
import type { AdjustmentFacts } from '@nencho/tax-rules';
import type { DeclarationLine } from '../application/ports.js';
import type { Declaration } from '../domain/declaration.js';
import type { FieldComment } from '../domain/field-comments.js';
import type { DeclarationRow, PlaceColumns } from './rows.js';
import { sealedPart } from './sealed-part.js';

/** The clear columns of a row. */
export const toLine = (row: Omit<DeclarationRow, 'facts' | 'comments'>): DeclarationLine => ({
  id: row._id,
  campaignId: row.campaignId,
  employeeId: row.employeeId,
  taxYear: taxYear(row.taxYear),
  status: row.status,
  hasPay: row.hasPay,
  resultStatus: row.resultStatus,
  problem: row.problem,
  version: row.version,
  place: {
    employeeNumber: row.employeeNumber,
    companyId: row.companyId,
    departmentId: row.departmentId,
    departmentPath: row.departmentPath,
  },
  ...(row.receipt === undefined ? {} : { submittedAt: row.receipt.submittedAt }),
});

const broken = (): AppError => new AppError('internal', 'a stored declaration lacks a part that its status demands');

/** Rows ⇄ declarations: seals and opens facts and comments on the way. */
export const declarationMapping = (sealer: Pick<Sealer, 'seal' | 'open'>) => {
  const facts = sealedPart<AdjustmentFacts>(sealer, 'declaration.facts/1');
  const comments = sealedPart<readonly FieldComment[]>(sealer, 'declaration.comments/1');
  const placeOf = ({ tenantId, _id, taxYear: year }: Pick<DeclarationRow, 'tenantId' | '_id' | 'taxYear'>) => ({
    tenantId,
    documentId: _id,
    year,
  });

  const toDeclaration = async (row: DeclarationRow): Promise<Declaration> => {
    const common = {
      ...toLine(row),
      tenantId: row.tenantId,
      facts: await facts.open(placeOf(row), row.facts),
      profileVersion: row.profileVersion,
      ...(row.calculatedAt === undefined ? {} : { calculatedAt: row.calculatedAt }),
    };
    const { status, receipt } = row;
    if (status === 'open' || status === 'draft') return { ...common, status };
    if (receipt === undefined) throw broken();
    if (status !== 'sent_back') return { ...common, status, receipt };
    if (row.comments === undefined) throw broken();
    return { ...common, status, receipt, comments: await comments.open(placeOf(row), row.comments) };
  };

  /** Everything but the place: the columns of the place are the projection's to move. */
  const toColumns = async (declaration: Declaration): Promise<Omit<DeclarationRow, keyof PlaceColumns>> => {
    const { id, tenantId, taxYear: year } = declaration;
    const at = { tenantId, documentId: id, year };
    return {
      _id: id,
      tenantId,
      campaignId: declaration.campaignId,
      employeeId: declaration.employeeId,
      taxYear: year,
      status: declaration.status,
      version: declaration.version,
      facts: await facts.seal(at, declaration.facts),
      profileVersion: declaration.profileVersion,
      ...(declaration.status === 'sent_back' ? { comments: await comments.seal(at, declaration.comments) } : {}),
      ...('receipt' in declaration ? { receipt: declaration.receipt } : {}),
      hasPay: declaration.hasPay,
      resultStatus: declaration.resultStatus,
      ...(declaration.calculatedAt === undefined ? {} : { calculatedAt: declaration.calculatedAt }),
      problem: declaration.problem,
    };
  };

  const toRow = async (declaration: Declaration): Promise<DeclarationRow> => ({
    ...(await toColumns(declaration)),
    ...declaration.place,
    departmentPath: [...declaration.place.departmentPath],
  });

  return { toDeclaration, toColumns, toRow };
};
