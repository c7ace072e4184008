/**
 * The few messages of D-Bus that are spoken here, in its wire format (D-Bus Specification, "Message Protocol"): calls with text
 * arguments, and whether an answer is a boolean.
 */
export interface BusCall {
  readonly serial: number;
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly texts: readonly string[];
}

export interface BusAnswer {
  readonly replyTo: number;
  /** Of an error, or of an answer that holds none: null. */
  readonly boolean: boolean | null;
}

const LITTLE_ENDIAN = 0x6c;
const CALL = 1;
const NO_AUTO_START = 2;
const PROTOCOL = 1;
const FIELD = { path: 1, interface: 2, member: 3, replyTo: 5, destination: 6, signature: 8 } as const;

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const padded = (bytes: Buffer, to: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
const text = (value: string): Buffer => Buffer.concat([u32(Buffer.byteLength(value)), Buffer.from(`${value}\0`)]);
const signature = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(`${value}\0`)]);

export function encodeCall(call: BusCall): Buffer {
  let body = Buffer.alloc(0);
  for (const argument of call.texts) body = Buffer.concat([padded(body, 4), text(argument)]);
  let fields = Buffer.alloc(0);
  const field = (code: number, type: string, value: Buffer) => {
    // A code, a signature of three bytes: the value stands at a multiple of four by itself.
    fields = Buffer.concat([padded(fields, 8), Buffer.from([code]), signature(type), value]);
  };
  field(FIELD.path, 'o', text(call.path));
  field(FIELD.interface, 's', text(call.interface));
  field(FIELD.member, 's', text(call.member));
  field(FIELD.destination, 's', text(call.destination));
  if (call.texts.length > 0) field(FIELD.signature, 'g', signature('s'.repeat(call.texts.length)));
  const head = Buffer.from([LITTLE_ENDIAN, CALL, NO_AUTO_START, PROTOCOL]);
  const header = Buffer.concat([head, u32(body.length), u32(call.serial), u32(fields.length), fields]);
  return Buffer.concat([padded(header, 8), body]);
}

const FIXED_BYTES = 16;

/** The first whole message of the bytes, and what follows it; undefined while it is not all there. */
export function readAnswer(bytes: Buffer): { readonly answer: BusAnswer; readonly rest: Buffer } | undefined {
  if (bytes.length < FIXED_BYTES) return undefined;
  const number = (at: number) => (bytes[0] === LITTLE_ENDIAN ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const fieldsEnd = FIXED_BYTES + number(12);
  const bodyStart = Math.ceil(fieldsEnd / 8) * 8;
  const end = bodyStart + number(4);
  if (bytes.length < end) return undefined;
  let replyTo = 0;
  for (let at = FIXED_BYTES; at < fieldsEnd; ) {
    at = Math.ceil(at / 8) * 8;
    const code = bytes[at];
    const type = String.fromCharCode(bytes[at + 2] ?? 0);
    at += 4;
    if (code === FIELD.replyTo) replyTo = number(at);
    if (type === 'u') at += 4;
    else if (type === 'g') at += (bytes[at] ?? 0) + 2;
    else at += number(at) + 5;
  }
  // A variant that holds a boolean: its signature in three bytes, then the value at a multiple of four.
  const isBoolean = end === bodyStart + 8 && bytes[bodyStart] === 1 && bytes[bodyStart + 1] === 0x62;
  return { answer: { replyTo, boolean: isBoolean ? number(bodyStart + 4) === 1 : null }, rest: bytes.subarray(end) };
}
