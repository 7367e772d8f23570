# One role for each function. It allows what that function calls, and nothing else.

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
    each.value.links ? [data.aws_iam_policy_document.page_key[each.key].json] : [],
  )
}

# What Lambda itself calls with the function's role.
data "aws_iam_policy_document" "surroundings" {
  for_each = var.functions

  # Lambda chooses the names of the log group's streams.
  statement {
    sid       = "WriteLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_groups[each.key].arn}:*"]
  }

  # A network interface has no ARN before it exists, and EC2's describe calls support no resource.
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

  # Only Lambda needs those calls. The code of the function may not call EC2 at all.
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

# The current and the pending database password in credstash. A function that checks passwords may not list versions: its
# event names them.
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

# The banks' credentials. The same key decrypts them.
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

# The key that signs links to the payer's page: its newest version, and the older ones to open a link. The same KMS key
# decrypts it.
data "aws_iam_policy_document" "page_key" {
  for_each = { for name, function in var.functions : name => function if function.links }

  statement {
    sid       = "ReadPageKey"
    actions   = concat(["dynamodb:Query"], each.value.opens_links ? ["dynamodb:GetItem"] : [])
    resources = [var.credstash.table_arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "dynamodb:LeadingKeys"
      values   = [local.page_key_secret]
    }
  }
}

# A rotation, if superbowleto.yml lists the function for it.
data "aws_iam_policy_document" "rotates" {
  count = length([for function in values(var.functions) : function if function.rotates]) > 0 ? 1 : 0

  statement {
    sid       = "WritePassword"
    actions   = ["dynamodb:PutItem"] # no delete: a password that RDS may have received is never lost
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

  # A boleto names its owner's queue: an operator allows a tenant queues of this account and region.
  statement {
    sid       = "TellOwners"
    actions   = ["sqs:SendMessage"]
    resources = ["${local.arn_prefix["sqs"]}:*"]
  }

  # The queue's own policy, in the other account, must allow it too.
  dynamic "statement" {
    for_each = length(var.owner_queue_arns) == 0 ? [] : [var.owner_queue_arns]

    content {
      sid       = "TellOwnersElsewhere"
      actions   = ["sqs:SendMessage"]
      resources = statement.value
    }
  }

  # But no queue of the service, except those that the function sends to anyway.
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
  # The queues of the service to which a function does not send.
  foreign = {
    for name, function in var.functions : name => [
      for queue, made in merge(local.queues, local.dead_letters) : made.arn if !contains(function.sends_to, queue)
    ]
  }
}

locals {
  page_key_secret  = "${var.environment}/payer-page/key"
  password_secrets = ["${var.environment}/database/password", "${var.environment}/database/password.pending"]

  arn_prefix = {
    for service in ["events", "lambda", "logs", "sqs"] : service =>
    "arn:${data.aws_partition.current.partition}:${service}:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}"
  }
  function_arns = { for name in keys(var.functions) : name => "${local.arn_prefix["lambda"]}:function:${var.name}-${name}" }
}
