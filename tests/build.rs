//! Sets `cfg(endpoint)` where `MONOTABLE_TEST_ENDPOINT` names a server. Without it the tests that need one are ignored.

fn main() {
    println!("cargo::rerun-if-env-changed=MONOTABLE_TEST_ENDPOINT");
    println!("cargo::rustc-check-cfg=cfg(endpoint)");
    if std::env::var_os("MONOTABLE_TEST_ENDPOINT").is_some() {
        println!("cargo::rustc-cfg=endpoint");
    }
}
