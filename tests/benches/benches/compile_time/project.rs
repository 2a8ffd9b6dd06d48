//! Crates that are written to be compiled.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// What a crate holds many of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Structs alone, with the derives of the standard library.
    Structs,
    /// The same structs with the derives of serde.
    Serde,
    /// The same structs as entities of one table.
    Entities { indexes: usize },
}

impl Kind {
    pub(crate) fn name(self) -> String {
        match self {
            Self::Structs => "structs".to_owned(),
            Self::Serde => "serde".to_owned(),
            Self::Entities { indexes } => format!("key and {indexes} indexes"),
        }
    }
}

/// A crate in the target directory.
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    pub(crate) fn write(kind: Kind, count: usize) -> Self {
        let name = format!("cost-{}-{count}", kind.name().replace(' ', "-"));
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
        let project = Self { root };
        project.file("Cargo.toml", &manifest(&name));
        project.file("src/lib.rs", &library(kind, count));
        // The versions of these benchmarks, so that nothing is resolved or downloaded anew.
        let lock = fs::read_to_string(Path::new(HOME).join("Cargo.lock")).expect("the benchmarks have a lock file");
        project.file("Cargo.lock", &lock);
        project
    }

    /// Checks the crate anew; all that it depends on was checked before.
    pub(crate) fn check(&self) -> Duration {
        self.cargo(&["check"], &[]);
        self.touch();
        let start = Instant::now();
        self.cargo(&["check"], &[]);
        start.elapsed()
    }

    pub(crate) fn expanded_lines(&self) -> usize {
        self.touch();
        let expanded = self.cargo(&["rustc", "--profile", "check"], &["-Zunpretty=expanded"]).stdout;
        expanded.iter().filter(|byte| **byte == b'\n').count()
    }

    pub(crate) fn library_bytes(&self) -> u64 {
        self.cargo(&["build"], &[]);
        let library = self.target().join("debug/libcost.rlib");
        fs::metadata(library).expect("a library was built").len()
    }

    fn cargo(&self, command: &[&str], compiler: &[&str]) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(&self.root).args(command).args(["--quiet", "--offline"]);
        if !compiler.is_empty() {
            cargo.arg("--").args(compiler).env("RUSTC_BOOTSTRAP", "1");
        }
        // All crates of one kind of build share what they depend on.
        cargo.env("CARGO_TARGET_DIR", self.target()).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        let output = cargo.output().expect("cargo starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    fn target(&self) -> PathBuf {
        self.root.join("../cost-target")
    }

    /// Makes cargo compile the crate again.
    fn touch(&self) {
        let path = self.root.join("src/lib.rs");
        let text = fs::read_to_string(&path).expect("the crate was written");
        fs::write(path, text).expect("the crate can be written");
    }

    fn file(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        let folder = path.parent().expect("files are in the project");
        fs::create_dir_all(folder).expect("the target directory can be written");
        fs::write(path, text).expect("the target directory can be written");
    }
}

fn manifest(name: &str) -> String {
    format!(
        "[workspace]\n[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [lib]\nname = \"cost\"\n[dependencies]\nmonotable = {{ path = {core:?} }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n",
        core = Path::new(HOME).join("../../core"),
    )
}

fn library(kind: Kind, count: usize) -> String {
    let mut text = String::new();
    if let Kind::Entities { .. } = kind {
        text.push_str(TABLE);
        for number in 0..count {
            let _ = writeln!(text, "    E{number}(Entity{number}),");
        }
        text.push_str("}\n");
    }
    for number in 0..count {
        text.push_str(&item(kind, number));
    }
    text
}

fn item(kind: Kind, number: usize) -> String {
    let mut text = String::from("#[derive(Clone, Debug, PartialEq)]\n");
    match kind {
        Kind::Structs => {}
        Kind::Serde => text.push_str("#[derive(serde::Serialize, serde::Deserialize)]\n"),
        Kind::Entities { indexes } => {
            let own = [
                format!("#[derive(monotable::Entity)]\n#[entity(table = Shop, tag = \"e{number}\")]\n"),
                format!(
                    "#[key(pk = \"CUSTOMER{number}#{{customer_id}}\", sk = \"ORDER#{{placed_at}}#{{order_id}}\")]\n"
                ),
            ];
            own.iter()
                .map(String::as_str)
                .chain(INDEXES.into_iter().take(indexes))
                .for_each(|line| text.push_str(line));
        }
    }
    let _ = write!(text, "pub struct Entity{number} {{\n{FIELDS}}}\n");
    text
}

const TABLE: &str = r#"#[derive(monotable::Table)]
#[table(pk = "PK", sk = "SK")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
#[gsi(ByStatus, pk = [status], sk = [placed_at: N, order_id])]
#[gsi(Gsi2, pk = "GSI2PK", sk = "GSI2SK")]
pub enum Shop {
"#;

/// Access patterns beside the table's own key.
const INDEXES: [&str; 3] = [
    "#[index(by_status: ByStatus, pk = [status], sk = [placed_at, order_id])]\n",
    "#[index(by_store: Gsi1, pk = \"STORE#{store_id}\", sk = \"ORDER#{order_id}\")]\n",
    "#[index(by_carrier: Gsi2, pk = \"CARRIER#{carrier}\", sk = \"ORDER#{placed_at}\")]\n",
];

const FIELDS: &str = "    pub customer_id: String,
    pub order_id: String,
    pub store_id: String,
    pub status: String,
    pub carrier: String,
    pub placed_at: u64,
    pub updated_at: u64,
    pub total: u64,
    pub discount: i64,
    pub lines: Vec<String>,
    pub tags: std::collections::BTreeSet<String>,
    pub note: Option<String>,
";

/// The folder of these benchmarks.
const HOME: &str = env!("CARGO_MANIFEST_DIR");
