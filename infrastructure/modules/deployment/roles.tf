# Who gets which policy. CI logs in with its own identity, without a stored key. People assume roles.

locals {
  # Only the roles that someone may assume.
  trusts = merge(
    var.ci == null ? {} : { ci = data.aws_iam_policy_document.trusts_ci[0].json },
    length(var.operators) == 0 ? {} : { operator = data.aws_iam_policy_document.trusts_people["operator"].json },
    length(var.readers) == 0 ? {} : { reader = data.aws_iam_policy_document.trusts_people["reader"].json },
  )

  people = { operator = var.operators, reader = var.readers }
}

resource "aws_iam_role" "this" {
  for_each = local.trusts

  name                 = "${var.name}-${each.key}"
  description          = "To ${local.policies[each.key].does} in ${var.name}"
  assume_role_policy   = each.value
  max_session_duration = 3600
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = local.trusts

  role       = aws_iam_role.this[each.key].name
  policy_arn = aws_iam_policy.this[each.key].arn
}

data "aws_iam_policy_document" "trusts_ci" {
  count = var.ci == null ? 0 : 1

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [var.ci.provider_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = [var.ci.audience]
    }

    # Exact texts: a pattern could let in repositories of strangers.
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = var.ci.subjects
    }
  }
}

data "aws_iam_policy_document" "trusts_people" {
  for_each = { for role, principals in local.people : role => principals if length(principals) > 0 }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = each.value
    }

    dynamic "condition" {
      for_each = var.mfa ? [true] : []

      content {
        test     = "Bool"
        variable = "aws:MultiFactorAuthPresent"
        values   = ["true"]
      }
    }
  }
}

locals {
  # arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com => the part after the first slash
  issuer = try(regex("oidc-provider/(.+)$", var.ci.provider_arn)[0], "")
}
