# moto 5 forgets this attribute of a queue, and Terraform would wait for it until its timeout.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  for_each = {}
}

# moto 5 adds spaces to this text; AWS returns it unchanged.
resource "aws_sqs_queue" "this" {
  lifecycle {
    ignore_changes = [redrive_policy]
  }
}

# moto 5 returns the version of the alias; AWS returns the alias.
resource "aws_lambda_event_source_mapping" "queue" {
  lifecycle {
    ignore_changes = [function_name]
  }
}
