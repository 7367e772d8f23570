# Attached to no one here: operators and CI get it from whoever runs the account.
resource "aws_iam_policy" "operator" {
  name        = "${var.name}-operator"
  description = "What sbw calls to deploy, migrate, rotate, read secrets and administer in ${var.name}"
  policy      = data.aws_iam_policy_document.operator.json
}

data "aws_iam_policy_document" "operator" {
  statement {
    sid       = "Artifacts"
    actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = ["${module.artifacts.arn}/*"] # an artifact's key is made of its content
  }

  # Whether the bucket is there; and without it S3 answers 403 instead of 404 when asked for an artifact that is not.
  statement {
    sid       = "ArtifactsThere"
    actions   = ["s3:ListBucket"]
    resources = [module.artifacts.arn]
  }

  statement {
    sid = "LocksAndReleases"
    actions = [
      "dynamodb:DeleteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
    ]
    resources = [aws_dynamodb_table.operations.arn]
  }

  statement {
    sid = "Functions"
    actions = [
      "lambda:GetAlias",
      "lambda:GetFunctionConfiguration",
      "lambda:GetPolicy",
      "lambda:InvokeFunction",
      "lambda:ListAliases",
      "lambda:ListVersionsByFunction",
      "lambda:PublishVersion",
      "lambda:UpdateAlias",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
    ]
    # A function's versions and aliases have its ARN and a suffix.
    resources = flatten([for arn in var.function_arns : [arn, "${arn}:*"]])
  }

  # With a suffix only: a version may go, a function may not.
  statement {
    sid       = "PruneVersions"
    actions   = ["lambda:DeleteFunction"]
    resources = [for arn in var.function_arns : "${arn}:*"]
  }

  statement {
    sid     = "Logs"
    actions = ["logs:FilterLogEvents"]
    resources = [
      for arn in var.function_arns :
      "${replace(arn, "/:lambda:(.*):function:/", ":logs:$1:log-group:/aws/lambda/")}:*"
    ]
  }

  statement {
    sid = "Secrets"
    actions = [
      "dynamodb:DeleteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:Scan",
    ]
    resources = [var.credstash.table_arn]
  }

  statement {
    sid       = "SealAndOpen"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.credstash.key_arn]
  }

  statement {
    sid       = "Password"
    actions   = ["rds:DescribeDBInstances", "rds:ModifyDBInstance"]
    resources = [var.database_arn]
  }

  statement {
    sid       = "CountMessages"
    actions   = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
    resources = concat(var.queue_arns.queues, var.queue_arns.dead_letters)
  }

  # A task of SQS moves messages with the rights of who started it.
  statement {
    sid = "MoveDeadLetters"
    actions = [
      "sqs:DeleteMessage",
      "sqs:ListMessageMoveTasks",
      "sqs:ReceiveMessage",
      "sqs:StartMessageMoveTask",
    ]
    resources = var.queue_arns.dead_letters
  }

  statement {
    sid       = "MoveBack"
    actions   = ["sqs:SendMessage"]
    resources = var.queue_arns.queues
  }
}
