resource "aws_sqs_queue" "this" {
  for_each = var.queues

  name                       = "${var.environment}-${each.key}"
  visibility_timeout_seconds = each.value.visibility_timeout
  delay_seconds              = each.value.delay
  message_retention_seconds  = 4 * 24 * 60 * 60
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter[each.key].arn
    maxReceiveCount     = each.value.max_receives
  })
}

# A message keeps its age when it moves here, so this queue keeps messages for longer than the other one.
resource "aws_sqs_queue" "dead_letter" {
  for_each = var.queues

  name                      = "${var.environment}-${each.key}-dead-letter"
  message_retention_seconds = 14 * 24 * 60 * 60
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  for_each = var.queues

  queue_url = aws_sqs_queue.dead_letter[each.key].id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.this[each.key].arn]
  })
}

data "aws_iam_policy_document" "tls_only" {
  for_each = merge(local.queues, local.dead_letters)

  # Wildcards are safe in a deny: it allows nothing to anyone.
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue_policy" "tls_only" {
  for_each = merge(local.queues, local.dead_letters)

  queue_url = each.value.id
  policy    = data.aws_iam_policy_document.tls_only[each.key].json
}

locals {
  # boletos-to-register => BOLETOS_TO_REGISTER_QUEUE_URL
  queue_variables = {
    for name, queue in local.queues : "${upper(replace(name, "-", "_"))}_QUEUE_URL" => queue.url
  }

  queues       = { for name in keys(var.queues) : name => aws_sqs_queue.this[name] }
  dead_letters = { for name in keys(var.queues) : "${name}-dead-letter" => aws_sqs_queue.dead_letter[name] }
}
