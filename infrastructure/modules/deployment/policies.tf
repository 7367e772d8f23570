# What people and CI may call, by what they do; roles.tf puts it together. Every call here is one that `sbw` makes, and a
# test holds the two against each other. IAM takes no policy of more than 6144 characters, which is why functions are not
# named one by one: what begins with the environment's name and the service's is theirs.

# Looking: sbw status, plan, releases, diff, logs, queue status, open, doctor, and prune's dry run.
data "aws_iam_policy_document" "looks" {
  statement {
    sid       = "SeeArtifacts"
    actions   = ["s3:GetObject"]
    resources = ["${module.artifacts.arn}/*"] # an artifact's key is made of its content
  }

  # Whether the bucket is there, and what is in it; and without it S3 answers 403 instead of 404 for what is not.
  statement {
    sid       = "SeeBucket"
    actions   = ["s3:GetBucketVersioning", "s3:ListBucket"]
    resources = [module.artifacts.arn]
  }

  statement {
    sid       = "SeeLocksAndReleases"
    actions   = ["dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query"]
    resources = [local.operations_table]
  }

  # Every function of this environment by the beginning of its name, and its versions and aliases, which have a suffix.
  statement {
    sid = "SeeFunctions"
    actions = [
      "lambda:GetAlias",
      "lambda:GetFunctionConfiguration",
      "lambda:GetPolicy",
      "lambda:ListAliases",
      "lambda:ListVersionsByFunction",
    ]
    resources = ["${var.arns.functions}*"]
  }

  # What a queue triggers; Lambda knows no resource for this call.
  statement {
    sid       = "SeeTriggers"
    actions   = ["lambda:ListEventSourceMappings"]
    resources = ["*"]
  }

  # Which API has the service's name is found among the names of all, which API Gateway tells of all or of none.
  statement {
    sid     = "SeeRoutes"
    actions = ["apigateway:GET"]
    resources = [
      local.apis,
      "${var.api_arn}/resources",
      "${var.api_arn}/stages/*",
    ]
  }

  statement {
    sid       = "SeeSchedules"
    actions   = ["events:DescribeRule", "events:ListTargetsByRule"]
    resources = ["${var.arns.schedules}*"]
  }

  # CloudWatch Logs writes a log group's ARN with an end for its streams, which have names that Lambda makes up.
  statement {
    sid       = "SeeLogs"
    actions   = ["logs:FilterLogEvents"]
    resources = ["${var.arns.log_groups}*"]
  }

  statement {
    sid       = "SeeQueues"
    actions   = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
    resources = concat(var.queue_arns.queues, var.queue_arns.dead_letters)
  }

  # Not what is in them: neither a secret nor the key's use.
  statement {
    sid       = "SeeSecretsTable"
    actions   = ["dynamodb:DescribeTable"]
    resources = [var.credstash.table_arn]
  }

  # That there is a password, how old it is, and whether a rotation was finished; nothing that is sealed leaves the table.
  statement {
    sid       = "SeePasswordsVersions"
    actions   = ["dynamodb:Query"]
    resources = [var.credstash.table_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = var.password_secrets
    }

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:Attributes"
      values   = ["name", "version", "comment", "digest"]
    }

    # Without this a call that names no attributes would get them all.
    condition {
      test     = "StringEquals"
      variable = "dynamodb:Select"
      values   = ["SPECIFIC_ATTRIBUTES"]
    }
  }

  statement {
    sid       = "SeeKey"
    actions   = ["kms:DescribeKey"]
    resources = [var.credstash.key_arn]
  }

  statement {
    sid       = "SeeDatabase"
    actions   = ["rds:DescribeDBInstances"]
    resources = [var.database_arn]
  }
}

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

  # "arn:aws:apigateway:us-east-1::/restapis/a1b2c3" => without the API's id
  apis = replace(var.api_arn, "/\\/[^\\/]+$/", "")

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
