# moto 5 forgets this attribute of a queue, and Terraform would wait for it in vain.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  for_each = {}
}

# moto 5 answers this text with spaces in it; AWS answers it as it was sent.
resource "aws_sqs_queue" "this" {
  lifecycle {
    ignore_changes = [redrive_policy]
  }
}

# moto 5 answers the version that the alias points at; AWS answers the alias.
resource "aws_lambda_event_source_mapping" "queue" {
  lifecycle {
    ignore_changes = [function_name]
  }
}
