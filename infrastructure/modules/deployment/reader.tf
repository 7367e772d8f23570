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

  # By the beginning of their names, which they have from the functions.
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

locals {
  # "arn:aws:apigateway:us-east-1::/restapis/a1b2c3" => without the API's id
  apis = replace(var.api_arn, "/\\/[^\\/]+$/", "")
}
