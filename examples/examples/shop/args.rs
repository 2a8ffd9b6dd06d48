//! The command line.

/// A command of the program.
#[derive(Debug, PartialEq)]
pub enum Command {
    /// Runs the tour on the engine in this process.
    Local { table: String },
    /// Runs the tour on the AWS SDK against a server.
    Aws { endpoint: String, table: String },
    /// Prints the usage text.
    Help,
}

pub const USAGE: &str = "\
Runs a shop on one DynamoDB table and shows every request.

Usage: cargo run -p monotable-examples --example shop [-- OPTIONS]

Options:
  --backend local      the engine in this process; this is the default
  --backend aws        the official AWS SDK; needs --endpoint and the feature `aws`:
                       cargo run -p monotable-examples --features aws --example shop -- --backend aws --endpoint URL
  --endpoint URL       the DynamoDB server that the SDK talks to, such as http://127.0.0.1:8000
  --table NAME         name of the table, which must not exist; it is deleted at the end [default: monotable-shop]
  --help               this text";

impl Command {
    /// Parses the arguments that follow the program's name. An error is one line, to be shown to the user.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let (mut backend, mut endpoint, mut table) = (None, None, None);
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let slot = match argument.as_str() {
                "--help" | "-h" => return Ok(Self::Help),
                "--backend" => &mut backend,
                "--endpoint" => &mut endpoint,
                "--table" => &mut table,
                other => return Err(format!("unknown argument `{other}`")),
            };
            let value = arguments.next().filter(|value| !value.is_empty() && !value.starts_with("--"));
            let value = value.ok_or_else(|| format!("`{argument}` needs a value"))?;
            if slot.replace(value).is_some() {
                return Err(format!("`{argument}` is given twice"));
            }
        }
        let table = table.unwrap_or_else(|| "monotable-shop".to_owned());
        match (backend.as_deref(), endpoint) {
            (None | Some("local"), None) => Ok(Self::Local { table }),
            (None | Some("local"), Some(_)) => Err("`--endpoint` goes with `--backend aws`".to_owned()),
            (Some("aws"), None) => Err("`--backend aws` needs `--endpoint URL`".to_owned()),
            (Some("aws"), Some(endpoint)) if !endpoint.starts_with("http://") => {
                Err(format!("`{endpoint}` is no endpoint of this example, which speaks plain HTTP: http://HOST:PORT"))
            }
            (Some("aws"), Some(endpoint)) => Ok(Self::Aws { endpoint, table }),
            (Some(other), _) => Err(format!("unknown backend `{other}`; the backends are `local` and `aws`")),
        }
    }
}
