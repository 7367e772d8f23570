import type { ApiRoute } from './definition.js';

export interface RouteMatch {
  readonly route: ApiRoute;
  /** Still percent-encoded, as API Gateway passes them on. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a request. A literal segment precedes a parameter, and a parameter precedes `{rest+}`. A slash at
 * the end makes no difference. HEAD and OPTIONS need a route of their own, like any other method.
 *
 * @param path without the stage, still percent-encoded
 * @example findRoute(routes, 'GET', '/orders/1')
 */
export function findRoute(routes: readonly ApiRoute[], method: string, path: string): RouteMatch | undefined {
  const segments = segmentsOf(path);
  const matches = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const parameters = matchPath(segmentsOf(route.path), segments);
      return parameters === undefined ? [] : [{ route, parameters }];
    });
  return matches.sort((one, other) => rank(one.route) - rank(other.route))[0];
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\//, '').replace(/\/$/, '').split('/');
}

function matchPath(pattern: string[], segments: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const given = segments[index];
    const name = /^\{(.+?)(\+?)\}$/.exec(expected);
    if (given === undefined || given === '') return expected === given ? parameters : undefined;
    if (name?.[1] === undefined) {
      if (expected !== given) return undefined;
    } else if (name[2] === '+') {
      parameters[name[1]] = segments.slice(index).join('/');
      return parameters;
    } else {
      parameters[name[1]] = given;
    }
  }
  return pattern.length === segments.length ? parameters : undefined;
}

/** Returns a lower number for a more exact route. A parameter counts more than ANY, and `{rest+}` more than all parameters. */
function rank(route: ApiRoute): number {
  const parameters = route.path.match(/\{[^}+]+\}/g)?.length ?? 0;
  return (route.path.endsWith('+}') ? 1000 : 0) + parameters * 2 + (route.method === 'ANY' ? 1 : 0);
}
