//! Which members of a JSON configuration are blocks, and how many labels they have.
//!
//! From <https://developer.hashicorp.com/terraform/language/syntax/json>.

/// A type of block that is Terraform's own.
#[derive(Debug)]
pub(super) struct BlockType {
    pub(super) name: &'static str,
    pub(super) labels: usize,
    /// The blocks inside it.
    pub(super) blocks: &'static [BlockType],
}

const fn block(name: &'static str, labels: usize, blocks: &'static [BlockType]) -> BlockType {
    BlockType {
        name,
        labels,
        blocks,
    }
}

impl BlockType {
    /// A block of a type that Terraform does not have.
    pub(super) const UNKNOWN: Self = block("", 0, &[]);
}

pub(super) static ROOT: [BlockType; 13] = [
    block("resource", 2, &RESOURCE),
    block("data", 2, &RESOURCE),
    block("ephemeral", 2, &RESOURCE),
    block("module", 1, &[]),
    block("variable", 1, &VARIABLE),
    block("output", 1, &OUTPUT),
    block("locals", 0, &[]),
    block("provider", 1, &[]),
    block("terraform", 0, &TERRAFORM),
    block("moved", 0, &[]),
    block("import", 0, &[]),
    block("removed", 0, &REMOVED),
    block("check", 1, &CHECK),
];

static RESOURCE: [BlockType; 4] = [
    LIFECYCLE,
    PROVISIONER,
    CONNECTION,
    block("dynamic", 1, &CONTENT),
];
static REMOVED: [BlockType; 2] = [LIFECYCLE, PROVISIONER];
static VARIABLE: [BlockType; 1] = [block("validation", 0, &[])];
static OUTPUT: [BlockType; 1] = [block("precondition", 0, &[])];
static CHECK: [BlockType; 2] = [block("assert", 0, &[]), block("data", 2, &RESOURCE)];

static TERRAFORM: [BlockType; 4] = [
    block("required_providers", 0, &[]),
    block("backend", 1, &[]),
    block("cloud", 0, &CLOUD),
    block("provider_meta", 1, &[]),
];
static CLOUD: [BlockType; 1] = [block("workspaces", 0, &[])];

const LIFECYCLE: BlockType = block("lifecycle", 0, &CONDITIONS);
static CONDITIONS: [BlockType; 2] = [
    block("precondition", 0, &[]),
    block("postcondition", 0, &[]),
];

const PROVISIONER: BlockType = block("provisioner", 1, &CONNECTIONS);
const CONNECTION: BlockType = block("connection", 0, &[]);
static CONNECTIONS: [BlockType; 1] = [CONNECTION];

/// Dynamic blocks may stand inside the content of dynamic blocks.
static CONTENT: [BlockType; 1] = [block("content", 0, &DYNAMICS)];
static DYNAMICS: [BlockType; 1] = [block("dynamic", 1, &CONTENT)];
