export const PROBLEM = 'application/problem+json';

export function problem(status, detail, detail_en, errors = []) {
  return {
    type: `https://koyu.invalid/problems/${status}`,
    title: detail,
    title_en: detail_en,
    status,
    detail,
    detail_en,
    errors,
  };
}

export function notFound(path) {
  return problem(404, `${path} は見つかりません。`, `${path} was not found.`);
}

export function badParameter(name, value) {
  return problem(
    400,
    `パラメーター ${name} の値「${value}」は使えません。`,
    `Parameter ${name} cannot be “${value}”.`,
    [{ parameter: name, detail: 'この値は使えません', detail_en: 'This value cannot be used' }],
  );
}
