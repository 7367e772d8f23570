# What people and CI may call, by task. reader.tf has the part that changes nothing; roles.tf combines them. Each call is
# one that `sbw` makes; a test compares the two. IAM accepts at most 6144 characters in a policy, so functions are not
# listed: the policies name the beginning of their ARNs, with the environment and the service.

# Deploy, roll back, prune, unlock, migrate.
data "aws_iam_policy_document" "deploys" {
  statement {
    sid       = "Artifacts"
    actions   = ["s3:DeleteObject", "s3:PutObject"]
    resources = ["${module.artifacts.arn}/*"] # the key of an artifact is a hash of its content
  }

  statement {
    sid       = "LocksAndReleases"
    actions   = ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [local.operations_table]
  }

  # The code, versions and aliases of the functions that a reader sees.
  statement {
    sid = "Releases"
    actions = [
      "lambda:InvokeFunction",
      "lambda:PublishVersion",
      "lambda:UpdateAlias",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
    ]
    resources = ["${var.arns.functions}*"]
  }

  # To watch a canary. Metrics have no ARN.
  statement {
    sid       = "WatchCanary"
    actions   = ["cloudwatch:GetMetricData"]
    resources = ["*"]
  }

  # To report how a release ended, for an alarm. Only in the service's own namespace.
  statement {
    sid       = "TellOutcome"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = ["superbowleto"]
    }
  }

  # Only versions: without a version this call would delete the function.
  statement {
    sid       = "Prune"
    actions   = ["lambda:DeleteFunction"]
    resources = ["${var.arns.functions}*:*"]
  }
}

# Read, write and rotate secrets, also the password. Move dead letters back.
data "aws_iam_policy_document" "operates" {
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
    actions   = ["rds:ModifyDBInstance"]
    resources = [var.database_arn]
  }

  # SQS moves messages with the permissions of the caller.
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

data "aws_iam_policy_document" "operator" {
  source_policy_documents = [
    data.aws_iam_policy_document.reader.json,
    data.aws_iam_policy_document.deploys.json,
    data.aws_iam_policy_document.operates.json,
  ]
}

data "aws_iam_policy_document" "ci" {
  source_policy_documents = [
    data.aws_iam_policy_document.reader.json,
    data.aws_iam_policy_document.deploys.json,
  ]
}

locals {
  # The policies above use this ARN: with a reference to the resource, a plan that changes the resource could not show them.
  operations_table = aws_dynamodb_table.operations.arn

  policies = {
    operator = { document = data.aws_iam_policy_document.operator.json, does = "deploy, migrate, rotate, read secrets and administer" }
    ci       = { document = data.aws_iam_policy_document.ci.json, does = "deploy and migrate" }
    reader   = { document = data.aws_iam_policy_document.reader.json, does = "look and change nothing" }
  }
}

# Attached to the roles of roles.tf. Administrators of the account may attach them elsewhere.
resource "aws_iam_policy" "this" {
  for_each = local.policies

  name        = "${var.name}-${each.key}"
  description = "What sbw calls to ${each.value.does} in ${var.name}"
  policy      = each.value.document

  lifecycle {
    precondition {
      condition     = length(jsonencode(jsondecode(each.value.document))) <= 6144 # IAM does not count white space
      error_message = "IAM takes no policy of more than 6144 characters, and this one has more: put its statements into two."
    }
  }
}
