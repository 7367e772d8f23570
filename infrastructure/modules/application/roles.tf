# One role a function, with what that function calls and nothing else.

data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "assumed_by_lambda" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "function" {
  for_each = var.functions

  name               = "${var.name}-${each.key}"
  description        = "Function ${each.key} of ${var.name}"
  assume_role_policy = data.aws_iam_policy_document.assumed_by_lambda.json
}

resource "aws_iam_role_policy" "function" {
  for_each = var.functions

  name   = "function"
  role   = aws_iam_role.function[each.key].id
  policy = data.aws_iam_policy_document.function[each.key].json
}

data "aws_iam_policy_document" "function" {
  for_each = var.functions

  source_policy_documents = concat(
    [data.aws_iam_policy_document.surroundings[each.key].json, data.aws_iam_policy_document.password[each.key].json],
    each.value.queue == null ? [] : [data.aws_iam_policy_document.takes_queue[each.key].json],
    length(each.value.sends_to) == 0 ? [] : [data.aws_iam_policy_document.sends_to[each.key].json],
    each.value.tells_owners ? [data.aws_iam_policy_document.tells_owners[each.key].json] : [],
    each.value.registers ? data.aws_iam_policy_document.provider_credentials[*].json : [],
    each.value.rotates ? data.aws_iam_policy_document.rotates[*].json : [],
  )
}

# What Lambda itself does in the function's name.
data "aws_iam_policy_document" "surroundings" {
  for_each = var.functions

  # The log group's streams have names that Lambda makes up.
  statement {
    sid       = "WriteLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_groups[each.key].arn}:*"]
  }

  # Network interfaces have no name before they exist, and EC2's describe calls know no resource.
  statement {
    sid = "JoinNetwork"
    actions = [
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:UnassignPrivateIpAddresses",
    ]
    resources = ["*"]
  }

  # Those calls are Lambda's; the code that runs in the function may make none of EC2 at all.
  statement {
    sid       = "JoinNetworkIsForLambda"
    effect    = "Deny"
    actions   = ["ec2:*"]
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "lambda:SourceFunctionArn"
      values   = [local.function_arns[each.key]]
    }
  }
}

# The database password out of credstash: the latest one, and the one before. Who checks is told which one.
data "aws_iam_policy_document" "password" {
  for_each = var.functions

  statement {
    sid       = "ReadPassword"
    actions   = concat(["dynamodb:GetItem"], each.value.checks ? [] : ["dynamodb:Query"])
    resources = [var.credstash.table_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = local.password_secrets
    }
  }

  statement {
    sid       = "OpenPassword"
    actions   = ["kms:Decrypt"]
    resources = [var.credstash.key_arn]
  }
}

# The banks' credentials, which the key of the password opens as well.
data "aws_iam_policy_document" "provider_credentials" {
  count = length(var.provider_secrets) > 0 ? 1 : 0

  statement {
    sid       = "ReadProviderCredentials"
    actions   = ["dynamodb:Query"]
    resources = [var.credstash.table_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = var.provider_secrets
    }
  }
}

# A rotation, where superbowleto.yml lists the function for it.
data "aws_iam_policy_document" "rotates" {
  count = length([for function in values(var.functions) : function if function.rotates]) > 0 ? 1 : 0

  statement {
    sid       = "WritePassword"
    actions   = ["dynamodb:PutItem"] # nothing is ever deleted: what RDS may have heard of stays known
    resources = [var.credstash.table_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = local.password_secrets
    }
  }

  statement {
    sid       = "SealPassword"
    actions   = ["kms:GenerateDataKey"]
    resources = [var.credstash.key_arn]
  }

  statement {
    sid       = "SetPassword"
    actions   = ["rds:DescribeDBInstances", "rds:ModifyDBInstance"]
    resources = [var.rotation.database_arn]
  }
}

data "aws_iam_policy_document" "takes_queue" {
  for_each = local.takes_queue

  statement {
    sid       = "TakeQueue"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = [local.queues[each.value.queue].arn]
  }
}

data "aws_iam_policy_document" "sends_to" {
  for_each = { for name, function in var.functions : name => function if length(function.sends_to) > 0 }

  statement {
    sid       = "SendToQueues"
    actions   = ["sqs:SendMessage"]
    resources = [for queue in each.value.sends_to : merge(local.queues, local.dead_letters)[queue].arn]
  }
}

data "aws_iam_policy_document" "tells_owners" {
  for_each = { for name, function in var.functions : name => function if function.tells_owners }

  # A boleto names the queue of its owner when it is created: any queue of this account and region.
  statement {
    sid       = "TellOwners"
    actions   = ["sqs:SendMessage"]
    resources = ["${local.arn_prefix["sqs"]}:*"]
  }

  # But none of the service's own, other than those the function sends to anyway.
  dynamic "statement" {
    for_each = length(local.foreign[each.key]) == 0 ? [] : [local.foreign[each.key]]

    content {
      sid       = "OwnQueuesAreNoOwners"
      effect    = "Deny"
      actions   = ["sqs:SendMessage"]
      resources = statement.value
    }
  }
}

locals {
  # The service's own queues that a function does not send to.
  foreign = {
    for name, function in var.functions : name => [
      for queue, made in merge(local.queues, local.dead_letters) : made.arn if !contains(function.sends_to, queue)
    ]
  }
}

locals {
  password_secrets = ["${var.environment}/database/password", "${var.environment}/database/password.pending"]

  arn_prefix = {
    for service in ["events", "lambda", "logs", "sqs"] : service =>
    "arn:${data.aws_partition.current.partition}:${service}:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}"
  }
  function_arns = { for name in keys(var.functions) : name => "${local.arn_prefix["lambda"]}:function:${var.name}-${name}" }
}
