# What people and CI may call, by what they do (looking is in reader.tf); roles.tf puts it together. Every call is one that `sbw` makes, and a
# test holds the two against each other. IAM takes no policy of more than 6144 characters, which is why functions are not
# named one by one: what begins with the environment's name and the service's is theirs.

# Deploying, rolling back, pruning, unlocking, migrating.
data "aws_iam_policy_document" "deploys" {
  statement {
    sid       = "Artifacts"
    actions   = ["s3:DeleteObject", "s3:PutObject"]
    resources = ["${module.artifacts.arn}/*"] # an artifact's key is made of its content
  }

  statement {
    sid       = "LocksAndReleases"
    actions   = ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [local.operations_table]
  }

  # The same functions that may be looked at: their code, versions and aliases.
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

  # Watching a canary. Metrics have no ARN to name.
  statement {
    sid       = "WatchCanary"
    actions   = ["cloudwatch:GetMetricData"]
    resources = ["*"]
  }

  # How a release ended, for an alarm; in the service's own namespace alone.
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

  # A version alone: with no version named this call would delete the function.
  statement {
    sid       = "Prune"
    actions   = ["lambda:DeleteFunction"]
    resources = ["${var.arns.functions}*:*"]
  }
}

# Reading, writing and rotating secrets, the password among them; moving dead letters back.
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

data "aws_iam_policy_document" "operator" {
  source_policy_documents = [
    data.aws_iam_policy_document.looks.json,
    data.aws_iam_policy_document.deploys.json,
    data.aws_iam_policy_document.operates.json,
  ]
}

data "aws_iam_policy_document" "ci" {
  source_policy_documents = [
    data.aws_iam_policy_document.looks.json,
    data.aws_iam_policy_document.deploys.json,
  ]
}

locals {
  # Named this way above: a document that names a resource itself is not in a plan that changes the resource.
  operations_table = aws_dynamodb_table.operations.arn

  policies = {
    operator = { document = data.aws_iam_policy_document.operator.json, does = "deploy, migrate, rotate, read secrets and administer" }
    ci       = { document = data.aws_iam_policy_document.ci.json, does = "deploy and migrate" }
    reader   = { document = data.aws_iam_policy_document.looks.json, does = "look and change nothing" }
  }
}

# Attached to the roles of roles.tf, and to whoever else the account's administrators choose.
resource "aws_iam_policy" "this" {
  for_each = local.policies

  name        = "${var.name}-${each.key}"
  description = "What sbw calls to ${each.value.does} in ${var.name}"
  policy      = each.value.document

  lifecycle {
    precondition {
      condition     = length(jsonencode(jsondecode(each.value.document))) <= 6144 # IAM counts no white space
      error_message = "IAM takes no policy of more than 6144 characters, and this one has more: put its statements into two."
    }
  }
}
