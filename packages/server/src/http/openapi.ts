// The OpenAPI document, made from the schemas that validate the requests.
import type { Route } from '@baton/protocol'
import { contract, problem } from '@baton/protocol'
import { z } from 'zod'

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'openapi-3.0',
  })
  return json
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): unknown[] {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape).map(([name, of]) => {
    const required = place === 'path' || !(of instanceof z.ZodType && of.safeParse(undefined).success)
    return { name, in: place, required, schema: of instanceof z.ZodType ? jsonSchema(of, 'input') : {} }
  })
}

const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }

function operation(key: string, route: Route): unknown {
  const security = {
    agent: [{ apiKey: [] }, { session: [] }],
    admin: [{ apiKey: [] }, { session: [] }],
    visitor: [{ visitor: [] }],
    turn: [{ turn: [] }],
    none: [],
  }
  const refused = {
    description: 'Refused',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  return {
    operationId: key.replace(/\W+/g, '_').replace(/_$/, ''),
    summary: route.summary,
    security: security[route.auth],
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(route.raw === 'in' ? { requestBody: { required: true, content: bytes } } : {}),
    ...(route.body
      ? { requestBody: { content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } } }
      : {}),
    responses: {
      [route.status ?? 200]: {
        description: 'Done',
        content:
          route.raw === 'out'
            ? bytes
            : { 'application/json': { schema: jsonSchema(route.response, 'output') } },
      },
      default: refused,
    },
  }
}

export function openapiDocument(publicUrl: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [key, route] of Object.entries(contract)) {
    const [method = '', path = ''] = key.split(' ')
    const url = `/api/v1${path}`
    paths[url] = { ...paths[url], [method.toLowerCase()]: operation(key, route) }
  }
  return {
    openapi: '3.0.3',
    info: {
      title: 'Baton',
      version: '1',
      description: 'Put any chatbot in front of customers, and step in.',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem, 'output') },
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key; acts as the agent it belongs to.',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'baton.session_token' },
        visitor: { type: 'http', scheme: 'bearer', description: 'A visitor’s token.' },
        turn: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`Turn <token>`: a bot, with the token of its turn.',
        },
      },
    },
  }
}
