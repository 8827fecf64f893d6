"""The reviewer's pages: queue, case, decision."""
