/** Editors write the same URI in several ways; inside the server every file has one name. */
import { encodePath } from '../model/files.ts';

/** As VS Code writes `file:` URIs: everything but unreserved characters is escaped, drive letters are small. */
export function canonicalUri(uri: string): string {
  const [, root, path] = /^(file:\/\/[^/?#]*)(\/[^?#]*)$/i.exec(uri) ?? [];
  if (root === undefined || path === undefined) return uri;
  try {
    const decoded = decodeURIComponent(path).replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
    return root.toLowerCase() + encodePath(decoded);
  } catch {
    return uri;
  }
}
