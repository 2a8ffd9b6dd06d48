//! DynamoDB on this machine: `monotable serve`.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;
use std::time::Duration;
#[cfg(unix)]
use std::{future::poll_fn, task::Poll};

use monotable_local::{LocalBackend, Wording};
use monotable_server::LocalServer;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match Command::read(&arguments) {
        Ok(Command::Help) => say(HELP),
        Ok(Command::Version) => say(concat!("monotable ", env!("CARGO_PKG_VERSION"))),
        Ok(Command::Serve(options)) => match serve(&options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => complain(&cannot(&options, &error), FAILED),
        },
        Err(mistake) => complain(&format!("{mistake}\n\n{HELP}"), MISUSED),
    }
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Help,
    Version,
    Serve(Options),
}

/// How to serve.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Options {
    host: String,
    port: u16,
    /// Access key and secret of those who may ask, if not everybody may.
    signers: Vec<(String, String)>,
    shared: bool,
    /// Whose pages may ask, and other names of this machine.
    origins: Vec<String>,
    hosts: Vec<String>,
    /// How long it takes to create, change and delete a table.
    table_delay: Duration,
    wording: Wording,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 8000,
            signers: Vec::new(),
            shared: false,
            origins: Vec::new(),
            hosts: Vec::new(),
            table_delay: Duration::ZERO,
            wording: Wording::default(),
        }
    }
}

impl Command {
    fn read(arguments: &[String]) -> Result<Self, String> {
        let mut arguments = arguments.iter().map(String::as_str);
        match arguments.next() {
            None | Some("help" | "--help" | "-h") => return Ok(Self::Help),
            Some("version" | "--version" | "-V") => return Ok(Self::Version),
            Some("serve") => {}
            Some(other) => return Err(format!("there is no command `{other}`")),
        }
        let mut options = Options::default();
        while let Some(argument) = arguments.next() {
            let (option, given) = match argument.split_once('=') {
                Some((option, value)) => (option, Some(value)),
                None => (argument, None),
            };
            let mut value = || given.or_else(|| arguments.next()).ok_or_else(|| format!("`{option}` needs a value"));
            match option {
                "--help" | "-h" => return Ok(Self::Help),
                "--version" | "-V" => return Ok(Self::Version),
                "--shared" if given.is_none() => options.shared = true,
                "--host" => value()?.clone_into(&mut options.host),
                "--port" => {
                    let value = value()?;
                    options.port = value.parse().map_err(|_| format!("`{value}` is not a port: 0 to 65535"))?;
                }
                "--table-delay" => {
                    let value = value()?;
                    let seconds = value.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                    options.table_delay = seconds.ok_or_else(|| format!("`{value}` is not a number of seconds"))?;
                }
                "--allow-origin" => options.origins.push(value()?.to_owned()),
                "--allow-host" => options.hosts.push(value()?.to_owned()),
                "--wording" => {
                    options.wording = match value()? {
                        "majority" => Wording::Majority,
                        "newest" => Wording::Newest,
                        other => return Err(format!("`{other}` is no wording: majority or newest")),
                    };
                }
                "--require-signature" => {
                    let (key, secret) = value()?.split_once(':').ok_or("`--require-signature` needs KEY:SECRET")?;
                    options.signers.push((key.to_owned(), secret.to_owned()));
                }
                _ => return Err(format!("`serve` has no option `{argument}`")),
            }
        }
        Ok(Self::Serve(options))
    }
}

fn serve(options: &Options) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    // Before anybody can know that it runs.
    let end = {
        let _context = runtime.enter();
        end()?
    };
    let backend = LocalBackend::builder().table_delay(options.table_delay).wording(options.wording).build();
    let mut server = LocalServer::builder(backend).sweep_every(SWEEP);
    if !options.shared {
        server = server.separate_accounts();
    }
    for (key, secret) in &options.signers {
        server = server.require_signature(key, secret);
    }
    server = options.origins.iter().fold(server, |server, origin| server.allow_origin(origin));
    server = options.hosts.iter().fold(server, |server, host| server.allow_host(host));
    let server = server.start((options.host.as_str(), options.port))?;
    let url = server.url();
    // A server on all interfaces is reached by one of them.
    let url = url.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]");
    let (key, secret) = options.signers.first().map_or(("local", "local"), |(key, secret)| (key, secret));
    // Streams are a service of their own to SDKs. Some programs know the one variable for the region, some the other.
    say(&format!(
        "DynamoDB is at {url}, in memory: what is stored is gone when this ends (Ctrl-C).\n\n\
         To use it with the AWS CLI or an SDK, paste this into a shell:\n\n\
         export AWS_ENDPOINT_URL_DYNAMODB={url} AWS_ENDPOINT_URL_DYNAMODB_STREAMS={url}\n\
         export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1\n\
         export AWS_ACCESS_KEY_ID={key} AWS_SECRET_ACCESS_KEY={secret}\n\
         aws dynamodb list-tables\n"
    ));
    runtime.block_on(end);
    server.stop_within(PATIENCE);
    say("\nStopped.");
    Ok(())
}

/// Listens for Ctrl-C, and for what service managers and containers send, from now on.
#[cfg(unix)]
fn end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut signals = [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?];
    Ok(poll_fn(move |cx| {
        let asked = signals.iter_mut().any(|signal| signal.poll_recv(cx).is_ready());
        if asked { Poll::Ready(()) } else { Poll::Pending }
    }))
}

/// Listens for Ctrl-C.
#[cfg(not(unix))]
fn end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Where nobody can ask it to end, it goes on.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    })
}

/// Returns what is wrong, and what to do about it.
fn cannot(options: &Options, error: &std::io::Error) -> String {
    let Options { host, port, .. } = options;
    match error.kind() {
        ErrorKind::AddrInUse => {
            format!(
                "port {port} of {host} is taken by another program: choose another with `--port`, or 0 for any free one"
            )
        }
        ErrorKind::PermissionDenied => format!("port {port} of {host} is not yours to take: choose one above 1023"),
        _ => format!("cannot serve on {host}:{port}: {error}"),
    }
}

fn say(text: &str) -> ExitCode {
    // Nobody to tell if nobody reads.
    let _ = writeln!(std::io::stdout(), "{text}");
    ExitCode::SUCCESS
}

fn complain(text: &str, status: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "monotable: {text}");
    ExitCode::from(status)
}

/// What programs end with.
const FAILED: u8 = 1;
const MISUSED: u8 = 2;

const HELP: &str = "\
DynamoDB on this machine, in memory, for any AWS SDK and the AWS CLI.

Usage: monotable serve [options]

  --port N     where to listen; 8000 otherwise, and 0 is any free port
  --host H     on which interface; 127.0.0.1 otherwise, which no other machine can reach
  --shared     one database for all; otherwise each access key has its own in each region
  --table-delay S
               tables are CREATING, UPDATING and DELETING for S seconds, as on AWS; otherwise for
               no time at all
  --allow-origin ORIGIN
               let web pages of this origin ask, such as http://localhost:3000, or of any with *; may
               be given more than once. Otherwise no page may
  --allow-host NAME
               take requests for this name of the machine; otherwise for its addresses and for names
               that are private, so that no web page can call it by a name of its own
  --wording majority|newest
               where the regions of AWS differ, do and say what most of them do; or what those do
               that have the newest checks
  --require-signature KEY:SECRET
               refuse requests that are not signed with this access key and secret; may be given
               more than once. Otherwise any credentials are accepted, and none
  --help, --version

Nothing is encrypted. Ctrl-C ends it, when requests that are there have their answers.";

/// How long requests may take to be answered when it is to end: less than containers wait before they kill.
const PATIENCE: Duration = Duration::from_secs(8);
/// How often expired items are deleted.
const SWEEP: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        Command::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn options_can_be_given_in_both_forms() {
        let options = Options::default();

        assert_eq!(read("serve"), Ok(Command::Serve(options.clone())));
        assert_eq!(read("serve --port 0"), Ok(Command::Serve(Options { port: 0, ..options.clone() })));
        assert_eq!(
            read("serve --host=0.0.0.0 --port=9000 --shared --require-signature a:b:c"),
            Ok(Command::Serve(Options {
                host: "0.0.0.0".to_owned(),
                port: 9000,
                signers: vec![("a".to_owned(), "b:c".to_owned())],
                shared: true,
                ..options.clone()
            }))
        );
        let delayed = Options { table_delay: Duration::from_millis(500), ..options };
        assert_eq!(read("serve --table-delay 0.5"), Ok(Command::Serve(delayed)));
        assert_eq!(
            read("serve --wording newest"),
            Ok(Command::Serve(Options { wording: Wording::Newest, ..Options::default() }))
        );
        assert_eq!(read("serve --wording loud").unwrap_err(), "`loud` is no wording: majority or newest");
        assert_eq!(read("serve --port 1 --help"), Ok(Command::Help));
        assert_eq!((read("--version"), read("serve --version")), (Ok(Command::Version), Ok(Command::Version)));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        assert_eq!(read("start").unwrap_err(), "there is no command `start`");
        assert_eq!(read("serve --prot 1").unwrap_err(), "`serve` has no option `--prot`");
        assert_eq!(read("serve --shared=no").unwrap_err(), "`serve` has no option `--shared=no`");
        assert_eq!(read("serve --require-signature key").unwrap_err(), "`--require-signature` needs KEY:SECRET");
        assert_eq!(read("serve --port").unwrap_err(), "`--port` needs a value");
        assert_eq!(read("serve --table-delay -1").unwrap_err(), "`-1` is not a number of seconds");
        assert_eq!(read("serve --port 70000").unwrap_err(), "`70000` is not a port: 0 to 65535");
    }
}
