/** What the page of the failover matrix is made of. */
export interface PageParts {
  /** Addresses of our own script and style sheet, as the editor serves them. */
  script: string;
  style: string;
  /** Where the editor serves them from, as a source of a content security policy. */
  source: string;
  /** Random, another one for every page. */
  nonce: string;
  /** The display language, a BCP 47 tag. */
  language: string;
}

/** The empty page: it runs our script, wears our style sheet and loads nothing else. */
export function pageHtml({ script, style, source, nonce, language }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}`;
  return `<!DOCTYPE html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" href="${style}">
    <title>Keepalived</title>
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
