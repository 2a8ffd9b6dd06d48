//! Connections: how they are used, how long they last, how many there can be.

use std::io::Write as _;
use std::net::Shutdown;
use std::sync::{Arc, Condvar, Mutex};
use std::time::SystemTime;

use monotable::{Clock, Reply};

use super::*;

fn list_tables() -> Vec<u8> {
    request("POST", &operation("ListTables"), b"{}")
}

#[track_caller]
fn assert_served(stream: &mut TcpStream) {
    stream.write_all(&list_tables()).unwrap();
    assert_eq!(receive(stream).status(), 200);
}

/// A request whose body is awaited: the server has said so.
fn half_sent(server: &LocalServer) -> TcpStream {
    let mut stream = connect(server);
    let head =
        format!("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n{}\r\n", operation("ListTables"));
    stream.write_all(head.as_bytes()).unwrap();
    assert_eq!(receive(&mut stream).status(), 100);
    stream
}

#[test]
fn a_client_may_wait_to_be_told_to_go_on() {
    let server = server();
    let mut stream = half_sent(&server);

    stream.write_all(b"{}").unwrap();

    assert_eq!(receive(&mut stream).status(), 200);
}

#[test]
fn nobody_is_told_to_go_on_with_a_body_that_is_too_large() {
    let server = server();
    let mut stream = connect(&server);
    let head =
        format!("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n{}\r\n", operation("PutItem"));

    stream.write_all(head.as_bytes()).unwrap();

    assert_eq!(receive(&mut stream).status(), 413);
    assert_eq!(rest(&mut stream), "");
}

#[test]
fn requests_may_be_sent_before_the_answers_are_there() {
    let server = server();
    let mut stream = connect(&server);
    let mut requests = Vec::new();
    for number in 0..50 {
        let put = format!(
            r#"{{"TableName":"shop","Item":{{"pk":{{"S":"a"}},"n":{{"N":"{number}"}}}},"ReturnValues":"ALL_OLD"}}"#
        );
        requests.extend(request("POST", &operation("PutItem"), put.as_bytes()));
    }

    stream.write_all(&requests).unwrap();

    assert_eq!(receive(&mut stream).text(), "{}");
    for number in 0..49 {
        let expected = format!(r#"{{"Attributes":{{"pk":{{"S":"a"}},"n":{{"N":"{number}"}}}}}}"#);
        assert_eq!(receive(&mut stream).text(), expected);
    }
}

#[test]
fn a_client_that_sends_no_more_still_gets_its_answer() {
    let server = server();
    let mut stream = connect(&server);

    stream.write_all(&list_tables()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();

    assert_eq!(receive(&mut stream).status(), 200);
    assert_eq!(rest(&mut stream), "");
}

#[test]
fn a_client_of_http_1_0_gets_one_answer_unless_it_asks_for_more() {
    let server = server();
    let request = |more: &str| {
        format!("POST / HTTP/1.0\r\nContent-Length: 2\r\n{more}{}\r\n{{}}", operation("ListTables")).into_bytes()
    };

    let mut once = connect(&server);
    once.write_all(&request("")).unwrap();
    let received = receive(&mut once);
    assert!(received.head.starts_with("http/1.0 200 "), "{}", received.head);
    assert_eq!(rest(&mut once), "");

    let mut kept = connect(&server);
    for _ in 0..3 {
        kept.write_all(&request("Connection: keep-alive\r\n")).unwrap();
        assert_eq!(receive(&mut kept).header("connection"), Some("keep-alive"));
    }
}

#[test]
fn a_client_may_ask_to_close_the_connection() {
    let server = server();
    let mut stream = connect(&server);
    let headers = format!("Connection: close\r\n{}", operation("ListTables"));

    stream.write_all(&request("POST", &headers, b"{}")).unwrap();

    assert_eq!(receive(&mut stream).header("connection"), Some("close"));
    assert_eq!(rest(&mut stream), "");
}

#[test]
fn of_a_header_that_comes_twice_the_first_counts() {
    let server = server();
    let headers = format!("{}{}", operation("ListTables"), operation("Nothing"));

    let received = send(&server, &request("POST", &headers, b"{}"));

    assert_eq!(received.text(), r#"{"TableNames":["shop"]}"#);
}

#[test]
fn two_lengths_are_none() {
    let server = server();
    let headers = format!("Content-Length: 3\r\n{}", operation("ListTables"));

    let received = send(&server, &request("POST", &headers, b"{}"));

    assert_eq!(received.status(), 400);
    assert_alive(&server);
}

#[test]
fn a_connection_that_says_nothing_is_closed() {
    // As short as lets a client ask on a busy machine.
    let server = server_with(|server| server.idle_timeout(Duration::from_secs(1)));
    let mut used = connect(&server);
    assert_served(&mut used);
    let mut silent = ["", "POST / HT", "POST / HTTP/1.1\r\nHost: lo"].map(|start| {
        let mut stream = connect(&server);
        stream.write_all(start.as_bytes()).unwrap();
        stream
    });

    for stream in silent.iter_mut().chain([&mut used]) {
        assert_eq!(rest(stream), "");
    }
}

#[test]
fn a_client_that_does_not_read_its_answers_is_cut_off_and_keeps_nobody_waiting() {
    // given
    let server = server_with(|server| server.answer_timeout(Duration::from_millis(200)));
    let text = "x".repeat(350_000);
    for key in ["a", "b", "c"] {
        let item = format!(r#"{{"TableName":"shop","Item":{{"pk":{{"S":"{key}"}},"text":{{"S":"{text}"}}}}}}"#);
        assert_eq!(send(&server, &request("POST", &operation("PutItem"), item.as_bytes())).text(), "{}");
    }
    let scan = request("POST", &operation("Scan"), br#"{"TableName":"shop"}"#);
    let mut stream = connect(&server);

    // when
    let failed = (0..1_000_000).find_map(|number| {
        if number % 1000 == 0 {
            assert_alive(&server);
        }
        stream.write_all(&scan).err()
    });

    // then
    let kind = failed.expect("a connection that is closed").kind();
    assert!(matches!(kind, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{kind}");
    assert_alive(&server);
}

#[test]
fn of_too_many_connections_those_that_were_idle_the_longest_are_closed() {
    let server = server_with(|server| server.connections(8));
    let mut streams: Vec<TcpStream> = (0..8).map(|_| connect(&server)).collect();
    for stream in &mut streams {
        assert_served(stream);
    }
    // The first one was used again, so the second has been idle the longest.
    assert_served(&mut streams[0]);

    let mut another = connect(&server);

    assert_served(&mut another);
    assert_eq!(rest(&mut streams.remove(1)), "");
    for stream in &mut streams {
        assert_served(stream);
    }
}

#[test]
fn thousands_of_idle_connections_leave_room_for_more() {
    let server = server_with(|server| server.connections(16));
    let mut idle = Vec::new();
    // Some have said nothing, some a part, some all.
    for start in ["", "POST / HTTP/1.1\r\n", "GET / HTTP/1.1\r\n\r\n"] {
        for _ in 0..1000 {
            let mut stream = connect(&server);
            stream.write_all(start.as_bytes()).unwrap();
            idle.push(stream);
            // As many files as most systems let a program have.
            if idle.len() > 300 {
                idle.remove(0);
            }
        }
        assert_alive(&server);
    }
}

#[test]
fn where_all_connections_are_busy_the_next_one_waits() {
    let server = server_with(|server| server.connections(1));
    let mut busy = half_sent(&server);
    let mut next = connect(&server);
    next.write_all(&list_tables()).unwrap();

    busy.write_all(b"{}").unwrap();

    assert_eq!(receive(&mut busy).status(), 200);
    assert_eq!(receive(&mut next).status(), 200);
}

#[test]
fn clients_that_do_not_finish_their_requests_make_room_for_one_that_does() {
    // As many unfinished bodies as there can be connections kept all others waiting for as long as a body may take.
    // It is slow after a thirtieth of this.
    let server = server_with(|server| server.connections(2).body_timeout(Duration::from_secs(60)));
    let mut slow = [half_sent(&server), half_sent(&server)];

    assert_alive(&server);

    // It was closed, where one that takes too long is told so.
    assert_eq!(rest(&mut slow[0]), "");
    slow[1].write_all(b"{}").unwrap();
    assert_eq!(receive(&mut slow[1]).status(), 200);
}

/// A clock that keeps those waiting who look at it, as work on many items does.
#[derive(Default)]
struct Stopped {
    state: Mutex<ClockState>,
    changed: Condvar,
}

#[derive(Default)]
struct ClockState {
    stopped: bool,
    /// Whether somebody has looked since.
    asked: bool,
}

impl Stopped {
    fn set(&self, stopped: bool) {
        *self.state.lock().unwrap() = ClockState { stopped, asked: false };
        self.changed.notify_all();
    }

    /// Waits until somebody waits.
    fn wait(&self) {
        drop(self.changed.wait_while(self.state.lock().unwrap(), |state| !state.asked).unwrap());
    }
}

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        let mut state = self.state.lock().unwrap();
        state.asked = true;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |state| state.stopped).unwrap());
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> Reply<'_, ()> {
        Reply::ready(Ok(()))
    }
}

/// A database on such a clock, which goes until it is stopped.
fn on_a_clock() -> (LocalBackend, Arc<Stopped>) {
    let clock = Arc::new(Stopped::default());
    (LocalBackend::builder().clock(Arc::clone(&clock) as Arc<dyn Clock>).build(), clock)
}

/// Returns whether a request that has nothing to do with tables is answered.
fn is_received(server: &LocalServer) -> bool {
    let mut stream = connect(server);
    stream.write_all(&request("GET", "", b"")).unwrap();
    let mut status = [0; 12];
    stream.read_exact(&mut status).is_ok() && status == *b"HTTP/1.1 200"
}

#[test]
fn clients_are_received_while_expired_items_are_deleted() {
    // given: a sweep that goes on
    let (backend, clock) = on_a_clock();
    clock.set(true);
    let server = LocalServer::builder(backend).sweep_every(Duration::from_millis(1)).start(("127.0.0.1", 0)).unwrap();
    clock.wait();

    // when
    let received = is_received(&server);
    clock.set(false);

    // then
    assert!(received);
}

#[test]
fn work_on_a_whole_table_keeps_no_other_client_waiting() {
    let index = r#"{"TableName":"shop","AttributeDefinitions":[{"AttributeName":"g","AttributeType":"S"}],
        "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"by-g","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],
        "Projection":{"ProjectionType":"ALL"}}}]}"#;
    let table = r#"{"TableName":"shop"}"#;
    for (name, body) in [("UpdateTable", index), ("DescribeTable", table), ("DeleteTable", table)] {
        // given: a server with one thread, and a request that takes a while
        let (backend, clock) = on_a_clock();
        create_shop(&backend);
        let server = LocalServer::builder(backend).threads(1).start(("127.0.0.1", 0)).unwrap();
        clock.set(true);
        let mut slow = connect(&server);
        slow.write_all(&request("POST", &operation(name), body.as_bytes())).unwrap();
        clock.wait();

        // when
        let received = is_received(&server);
        clock.set(false);

        // then
        assert!(received, "{name}");
        assert_eq!(receive(&mut slow).status(), 200);
    }
}
