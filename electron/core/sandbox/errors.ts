/**
 * HTTP status and text of each S3 code that R2 answers with: developers.cloudflare.com/r2/api/error-codes, the texts as
 * captured from R2 by miniflare (cloudflare/workers-sdk#14280).
 */
const TABLE = {
  AccessDenied: [403, 'Access Denied'],
  BadDigest: [400, 'The MD5 checksum you specified did not match what we received.'],
  BucketAlreadyOwnedByYou: [409, 'Your previous request to create the named bucket succeeded and you already own it.'],
  BucketNotEmpty: [409, 'The bucket you tried to delete is not empty (account level).'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed object size.'],
  ExpiredRequest: [403, 'Request has expired'],
  IncompleteBody: [
    400,
    'The request body terminated before providing the number of bytes specified by the Content-Length HTTP header.',
  ],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidArgument: [400, 'Invalid Argument'],
  InvalidBucketName: [400, 'The specified bucket name is not valid.'],
  InvalidObjectName: [400, 'The specified object name is not valid.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found.'],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  InvalidRequest: [400, 'Invalid Request'],
  MalformedXML: [400, 'The XML you provided was not well formed or did not validate against our published schema.'],
  MetadataTooLarge: [400, 'Your metadata headers exceed the maximum allowed metadata size.'],
  MethodNotAllowed: [405, 'Method Not Allowed'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchCORSConfiguration: [404, 'The CORS configuration does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist.'],
  NotImplemented: [501, 'Not implemented'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold.'],
  RequestTimeTooSkewed: [403, "The difference between the request time and the server's time is too large."],
  ServiceUnavailable: [503, 'Service Unavailable'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your secret access key and signing method.',
  ],
  TooManyRequests: [429, 'Please reduce your request rate.'],
  Unauthorized: [401, 'Unauthorized'],
  XAmzContentSHA256Mismatch: [400, "The provided 'x-amz-content-sha256' header does not match what was computed."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof TABLE;

/** A refusal in the protocol's words; anything else that a handler throws is a bug and goes out as InternalError. */
export class S3Error extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string = TABLE[code][1],
    readonly status: number = TABLE[code][0],
  ) {
    super(message);
  }
}

/** What was looked for, or the refusal that tells of its absence. */
export function found<Row>(row: Row | undefined, code: ErrorCode): Row {
  if (row === undefined) throw new S3Error(code);
  return row;
}

/** Goes on if it holds, and refuses the request if not. */
export function demand(holds: boolean, code: ErrorCode, message?: string): asserts holds {
  if (!holds) throw new S3Error(code, message);
}
