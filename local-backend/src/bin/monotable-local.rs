//! DynamoDB on this machine: `monotable-local serve`.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use monotable_local::{LocalBackend, LocalServer};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match Command::read(&arguments) {
        Ok(Command::Help) => say(HELP),
        Ok(Command::Serve { host, port }) => match serve(&host, port) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => complain(&format!("cannot serve on {host}:{port}: {error}")),
        },
        Err(mistake) => complain(&format!("{mistake}\n\n{HELP}")),
    }
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Help,
    Serve { host: String, port: u16 },
}

impl Command {
    fn read(arguments: &[String]) -> Result<Self, String> {
        let mut arguments = arguments.iter().map(String::as_str);
        match arguments.next() {
            None | Some("help" | "--help" | "-h") => return Ok(Self::Help),
            Some("serve") => {}
            Some(other) => return Err(format!("there is no command `{other}`")),
        }
        let (mut host, mut port) = ("127.0.0.1".to_owned(), 8000);
        while let Some(argument) = arguments.next() {
            let (option, given) = match argument.split_once('=') {
                Some((option, value)) => (option, Some(value)),
                None => (argument, None),
            };
            if matches!(option, "--help" | "-h") {
                return Ok(Self::Help);
            }
            if !matches!(option, "--host" | "--port") {
                return Err(format!("`serve` has no option `{option}`"));
            }
            let value = given.or_else(|| arguments.next()).ok_or_else(|| format!("`{option}` needs a value"))?;
            if option == "--host" {
                value.clone_into(&mut host);
            } else {
                port = value.parse().map_err(|_| format!("`{value}` is not a port: 0 to 65535"))?;
            }
        }
        Ok(Self::Serve { host, port })
    }
}

fn serve(host: &str, port: u16) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let server = LocalServer::builder(LocalBackend::new()).sweep_every(SWEEP).start((host, port))?;
    let url = server.url();
    say(&format!(
        "DynamoDB is at {url}, in memory: what is stored is gone when this ends (Ctrl-C).\n\n\
         To use it with the AWS CLI or an SDK, paste this into a shell:\n\n\
         export AWS_ENDPOINT_URL_DYNAMODB={url} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local\n\
         aws dynamodb list-tables\n"
    ));
    runtime.block_on(tokio::signal::ctrl_c())?;
    drop(server);
    say("\nStopped.");
    Ok(())
}

fn say(text: &str) -> ExitCode {
    // Nobody to tell if nobody reads.
    let _ = writeln!(std::io::stdout(), "{text}");
    ExitCode::SUCCESS
}

fn complain(text: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "monotable-local: {text}");
    ExitCode::from(2)
}

const HELP: &str = "\
DynamoDB on this machine, in memory, for any AWS SDK and the AWS CLI.

Usage: monotable-local serve [--port N] [--host H]

  --port N   where to listen; 8000 otherwise, and 0 is any free port
  --host H   on which interface; 127.0.0.1 otherwise, which no other machine can reach

Any credentials are accepted, and nothing is encrypted.";

/// How often expired items are deleted.
const SWEEP: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        Command::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn host_and_port_can_be_given_in_both_forms() {
        let serve = |host: &str, port| Ok(Command::Serve { host: host.to_owned(), port });

        assert_eq!(read("serve"), serve("127.0.0.1", 8000));
        assert_eq!(read("serve --port 0"), serve("127.0.0.1", 0));
        assert_eq!(read("serve --host=0.0.0.0 --port=9000"), serve("0.0.0.0", 9000));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        assert_eq!(read("start").unwrap_err(), "there is no command `start`");
        assert_eq!(read("serve --prot 1").unwrap_err(), "`serve` has no option `--prot`");
        assert_eq!(read("serve --port").unwrap_err(), "`--port` needs a value");
        assert_eq!(read("serve --port 70000").unwrap_err(), "`70000` is not a port: 0 to 65535");
    }
}
