# What a reader may call: sbw status, plan, releases, diff, logs, queue status, open, doctor, and prune's dry run.
data "aws_iam_policy_document" "reader" {
  statement {
    sid       = "SeeArtifacts"
    actions   = ["s3:GetObject"]
    resources = ["${module.artifacts.arn}/*"] # the key of an artifact is a hash of its content
  }

  # To see the bucket and its objects. Without ListBucket S3 answers 403 instead of 404 for a missing object.
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

  # Every function of this environment: its ARN begins so. Its versions and aliases have a suffix.
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

  # To see what a queue triggers. Lambda supports no resource for this call.
  statement {
    sid       = "SeeTriggers"
    actions   = ["lambda:ListEventSourceMappings"]
    resources = ["*"]
  }

  # To find the API by the service's name, sbw lists all APIs. API Gateway allows to list all of them or none.
  statement {
    sid     = "SeeRoutes"
    actions = ["apigateway:GET"]
    resources = [
      local.apis,
      "${var.api_arn}/resources",
      "${var.api_arn}/stages/*",
    ]
  }

  # The names of schedules begin with those of the functions.
  statement {
    sid       = "SeeSchedules"
    actions   = ["events:DescribeRule", "events:ListTargetsByRule"]
    resources = ["${var.arns.schedules}*"]
  }

  # CloudWatch Logs adds a suffix for the streams to a log group's ARN. Lambda chooses their names.
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

  # Only the description: no secret, and no use of the key.
  statement {
    sid       = "SeeSecretsTable"
    actions   = ["dynamodb:DescribeTable"]
    resources = [var.credstash.table_arn]
  }

  # To see whether there is a password and a key of links, how old they are, and whether a rotation has ended. No encrypted attribute is readable.
  statement {
    sid       = "SeePasswordsVersions"
    actions   = ["dynamodb:Query"]
    resources = [var.credstash.table_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = concat(var.password_secrets, [var.page_key_secret])
    }

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:Attributes"
      values   = ["name", "version", "comment", "digest"]
    }

    # Without this, a call that names no attributes would get all of them.
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
  # "arn:aws:apigateway:us-east-1::/restapis/a1b2c3" => the same without the API's id
  apis = replace(var.api_arn, "/\\/[^\\/]+$/", "")
}
