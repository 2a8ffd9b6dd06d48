//! Known differences between a server and DynamoDB, by the semantics reference that decides.
//!
//! A scenario that stands here is expected to fail on that server; when it holds, it has to be taken out.

/// A scenario that fails on a server.
pub(crate) struct Difference {
    /// Topic and function.
    pub(crate) scenario: &'static str,
    /// Set if the scenario holds except for texts of errors.
    pub(crate) only_texts: bool,
    /// The behaviour of the server.
    pub(crate) reason: &'static str,
}

/// A kind of server.
#[cfg_attr(not(feature = "aws"), allow(dead_code, reason = "servers are met through the AWS backend"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    Dynoxide,
    /// Anything else, which has no ledger: AWS itself, the engine behind HTTP.
    Other,
}

/// The differences of a server.
#[cfg(feature = "aws")]
pub(crate) fn of(server: Server) -> &'static [Difference] {
    match server {
        Server::Dynoxide => DYNOXIDE,
        Server::Other => &[],
    }
}

/// Differences of the engine, of which none may stay here for long.
pub(crate) const ENGINE: &[Difference] = &[];

/// Fails otherwise than by a text.
#[cfg(feature = "aws")]
const fn behaves(scenario: &'static str, reason: &'static str) -> Difference {
    Difference { scenario, only_texts: false, reason }
}

/// Holds but for texts.
#[cfg(feature = "aws")]
const fn words(scenario: &'static str, reason: &'static str) -> Difference {
    Difference { scenario, only_texts: true, reason }
}

#[cfg(feature = "aws")]
const DYNOXIDE: &[Difference] = &[
    words("batches::a_batch_reads_up_to_100_items", "the sum over all tables has the text of one table"),
    words("batches::a_batch_writes_up_to_25_items", "the sum over all tables has the text of one table"),
    behaves("capacity::a_query_of_a_local_index_costs_fetches", "fetched items are added up before they are rounded"),
    behaves("conditions::size_is_of_values_of_the_request_too", "size takes paths alone"),
    behaves("expression_checks::operands_of_unordered_types_are_refused", "types are looked at item by item"),
    behaves("expression_checks::bounds_of_two_types_or_the_wrong_way_round_are_refused", "bounds are not compared"),
    behaves("expression_checks::a_path_cannot_be_compared_with_itself", "it can"),
    words("expression_checks::size_needs_something_that_has_one", "size of a value is a syntax error"),
    behaves("expression_checks::a_condition_may_have_300_operators", "operators are not counted"),
    behaves("expression_checks::a_list_of_operands_has_an_end", "it has none"),
    behaves("expression_checks::a_path_may_have_32_elements", "elements are not counted"),
    behaves(
        "expression_checks::broken_values_inside_of_others_in_conditions_are_refused",
        "values of a request are looked at on the outside alone",
    ),
    words(
        "expression_checks::changes_that_take_a_place_for_a_map_and_a_list_are_refused",
        "found when the paths are resolved",
    ),
    words("expression_checks::clauses_take_certain_types", "types have their short names"),
    behaves("expression_checks::lists_cannot_be_appended_within_an_append", "they can"),
    behaves("expression_checks::projections_that_overlap_are_refused", "a map and a list at one place do not conflict"),
    behaves("expression_checks::a_path_into_a_key_is_refused_in_a_projection", "it selects nothing"),
    behaves("expression_checks::checks_come_before_the_condition", "types of index keys are looked at after it"),
    behaves("expression_checks::checks_come_before_the_table", "the table is looked for first"),
    behaves("indexes::a_path_into_an_index_key_is_refused", "it selects nothing"),
    behaves("updates::a_path_into_a_key_is_refused", "paths into keys are resolved like others"),
    behaves("indexes::an_unprojected_attribute_is_refused", "it is absent"),
    behaves("keys::a_query_for_an_empty_key_is_refused", "it finds nothing"),
    behaves("keys::a_query_for_a_key_that_is_too_long_is_refused", "it finds nothing"),
    behaves("keys::an_index_key_may_not_be_too_long", "lengths of index keys are not limited"),
    behaves("local_indexes::a_local_index_is_scanned", "a scan does not fetch"),
    behaves("local_indexes::unprojected_attributes_are_fetched", "they are where all attributes are asked for alone"),
    behaves("pages::a_page_ends_after_one_megabyte", "the item that crosses the limit begins the next page"),
    behaves("pages::a_page_is_measured_before_filter_and_projection", "a count reads another number of items"),
    behaves("pages::a_start_key_where_nothing_can_follow_is_refused", "the item itself follows"),
    behaves("pages::data_that_ends_with_a_full_page", "the query looks further"),
    behaves("scans::a_start_key_of_another_segment_is_refused", "the segment starts from there"),
    behaves("sizes::local_indexes_count_towards_the_limit", "they do not count"),
    behaves("streams::a_batch_leaves_a_record_for_each_item", "a put of what is there leaves a record"),
    behaves("streams::a_record_has_a_size", "sizes are those of the JSON"),
    behaves("streams::a_transaction_leaves_a_record_for_each_item", "a put of what is there leaves a record"),
    behaves("streams::numeric_and_binary_keys_are_recorded", "streams are described without keys"),
    behaves("streams::values_that_are_equal_in_other_forms_change_nothing", "a write of what is there leaves a record"),
    behaves("streams::what_changes_nothing_is_not_recorded", "a write of what is there leaves a record"),
    behaves("streams_read::a_page_of_records_ends_before_one_megabyte", "sizes of records do not end a page"),
    behaves("streams_read::a_shard_is_read_from_a_time_on", "times are not known"),
    behaves("streams_read::a_stream_is_described", "streams are described without keys"),
    behaves("streams_read::a_table_tells_its_stream", "the label is a number of seconds"),
    behaves("streams_read::an_open_shard_has_no_children", "the filter does nothing"),
    behaves("streams_read::the_stream_of_a_deleted_table_can_be_read", "it goes with the table"),
    words("streams_refused::a_time_in_the_future_is_refused", "times are not known"),
    behaves("streams_refused::an_unknown_shard_is_not_found", "it can be read"),
    behaves("streams_refused::an_unknown_stream_is_not_found", "another label is the stream that there is"),
    behaves("streams_refused::limits_have_bounds", "they have none"),
    behaves("streams_refused::names_have_certain_lengths", "any text is looked up"),
    behaves("streams_refused::what_is_no_arn_is_refused", "any text is looked up"),
    words("streams_refused::what_is_no_iterator_is_refused", "in other words"),
    behaves("streams_switched::a_disabled_stream_can_be_read", "a table without a stream shows none"),
    behaves("streams_switched::a_stream_is_disabled_once", "it can be again"),
    behaves("streams_switched::a_stream_is_enabled_once", "it can be again"),
    behaves("streams_switched::a_stream_that_is_enabled_again_is_another_one", "it is the same one"),
    behaves("table_arns::a_table_is_changed_and_deleted_by_arn", "names alone are taken"),
    behaves("table_arns::an_arn_of_another_account_is_denied", "names alone are taken"),
    behaves("table_arns::an_arn_of_another_region_is_not_found", "names alone are taken"),
    behaves("table_arns::pages_are_read_by_arn", "names alone are taken"),
    behaves("table_arns::several_items_are_read_and_written_by_arn", "names alone are taken"),
    behaves("table_arns::single_items_are_read_and_written_by_arn", "names alone are taken"),
    behaves("table_settings::a_policy_is_kept_until_it_is_deleted", "it knows no policies"),
    behaves("table_settings::a_policy_is_replaced_by_whoever_knows_its_revision", "it knows no policies"),
    behaves("table_settings::a_stream_has_a_policy_of_its_own", "it knows no policies"),
    behaves("table_settings::a_table_shows_what_it_was_created_with", "limits and warm throughput are not kept"),
    behaves("table_settings::backups_of_no_table_are_not_found", "it knows no backups"),
    behaves("table_settings::limits_and_endpoints_are_told", "it tells neither"),
    behaves("table_settings::limits_of_a_new_table_are_checked", "limits and warm throughput are not kept"),
    behaves("table_settings::policies_are_checked", "it knows no policies"),
    behaves("table_settings::recovery_to_a_point_in_time_is_switched", "it knows no backups"),
    behaves("table_settings::settings_of_a_new_table_are_checked", "tags are not checked"),
    behaves("table_settings::tags_are_checked", "lengths and characters are not checked"),
    behaves("table_settings::tags_belong_to_tables", "those of an index are those of its table"),
    behaves("table_settings::as_many_tags_as_a_table_can_have_are_listed", "tags are not counted"),
    behaves("table_settings::time_to_live_goes_by_one_attribute", "what it is switched off by does not matter"),
    behaves("table_updates::a_stream_is_switched", "one that is off can be switched off"),
    behaves("table_updates::a_table_is_paid_one_way_and_the_other", "when that was is not told"),
    behaves("table_updates::a_table_keeps_to_its_twenty_indexes", "indexes that are added are not counted"),
    behaves("table_updates::an_index_has_capacity_of_its_own", "decreases are not counted"),
    behaves("table_updates::an_index_that_is_added_has_what_was_there", "it is there when the answer comes"),
    behaves(
        "table_updates::an_index_that_is_not_there_cannot_be_changed",
        "an update of it is refused and not in vain",
    ),
    behaves("table_updates::capacity_goes_with_the_way_of_paying", "switching needs no capacity for indexes"),
    behaves("table_updates::class_and_encryption_are_changed", "the class cannot be changed"),
    behaves("table_updates::indexes_of_provisioned_tables_need_capacity", "they do not"),
    behaves("table_updates::items_that_do_not_fit_an_added_index_are_left_out", "they are in it"),
    behaves("table_updates::keys_of_an_added_index_are_checked", "types of keys can be redefined"),
    behaves("table_updates::one_index_comes_or_goes_at_a_time", "several do"),
    behaves("table_updates::provisioned_capacity_that_stays_the_same_is_refused", "it is not"),
    behaves("table_updates::use_by_request_can_be_limited", "limits are not kept"),
    behaves("table_updates::warm_throughput_grows", "it knows none"),
    behaves("tables::an_index_that_includes_nothing_is_refused", "it has the keys alone"),
    behaves("tables::indexes_include_up_to_a_hundred_attributes", "they are not counted"),
    behaves("tables::time_to_live_is_switched_on_once", "it can be switched off without having been on"),
    behaves("transactions_read::a_transaction_reads_no_more_than_4_mb", "reads are not limited"),
    behaves("transactions_read::a_transaction_reads_what_is_projected", "the key comes back unasked"),
    behaves("transactions_charged::a_transaction_tells_which_collections_it_touched", "transactions tell of none"),
    behaves("transactions_refused::an_update_of_a_key_does_nothing", "it is done"),
    behaves("transactions_refused::operands_of_wrong_types_are_refused", "types are looked at item by item"),
    behaves("update_returns::a_new_item_has_no_old_one", "the key of a new item is its old one"),
    behaves(
        "update_returns::an_update_of_nothing_gives_nothing_back",
        "a key comes back for an item that is not there",
    ),
    behaves("update_returns::elements_of_lists_come_back_by_their_places", "the whole list comes back"),
    behaves("update_returns::elements_past_the_end_are_not_found_again", "the whole list comes back"),
    behaves("updates::an_update_that_only_removes_creates_nothing", "a nested path into a missing item is refused"),
    behaves("values::names_may_have_65535_bytes", "lengths of names are not limited"),
];

#[cfg(feature = "aws")]
impl Server {
    /// Asks a server by a plain HTTP request what it is.
    pub(crate) fn at(url: &str) -> Self {
        use std::io::{Read, Write};

        let host = url.trim_start_matches("http://").trim_end_matches('/');
        let head = std::net::TcpStream::connect(host).and_then(|mut stream| {
            stream.set_read_timeout(Some(std::time::Duration::from_secs(5)))?;
            stream.write_all(format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())?;
            let mut head = [0; 1024];
            let length = stream.read(&mut head)?;
            Ok(String::from_utf8_lossy(&head[..length]).to_lowercase())
        });
        match head {
            Ok(head) if head.contains("server: dynoxide") => Self::Dynoxide,
            _ => Self::Other,
        }
    }
}
