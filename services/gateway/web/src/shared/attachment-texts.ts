import { useLingui } from '@lingui/react/macro';

/** What a certificate is for, and what is said of a file, in words. */
export const useAttachmentTexts = () => {
  const { t } = useLingui();
  const certificates: Readonly<Record<string, string>> = {
    life_insurance: t`生命保険`,
    earthquake_insurance: t`地震保険`,
    social_insurance: t`社会保険料`,
    mutual_aid: t`小規模企業共済等の掛金（iDeCoなど）`,
    housing_loan: t`住宅ローン`,
    disability: t`障害`,
    other: t`そのほか`,
  };
  const warnings: Readonly<Record<string, string>> = {
    low_resolution: t`粗い画像です（200dpi未満）。文字が読めるか確かめてください。`,
    not_colour: t`白黒の画像です。できればカラーでとってください。`,
  };
  const size = (bytes: number): string => {
    const [kilobytes, megabytes] = [Math.ceil(bytes / 1_024), (bytes / 1_048_576).toFixed(1)];
    return bytes < 1_048_576 ? t`${kilobytes} KB` : t`${megabytes} MB`;
  };
  return {
    certificate: (name: string): string => certificates[name] ?? name,
    warning: (name: string): string => warnings[name] ?? name,
    size,
  };
};
