// A console that is fed by frames, cut and resumed anywhere, ends where a fresh read ends [DL2]. The server is a model
// of what it does: logs, a gathering that sends rows when it likes, snapshots on every new line. The histories are the
// core's own.

import type { ConversationRow } from '@baton/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConversationEvent } from '../../core/src/conversation/event.ts'
import { evolve } from '../../core/src/conversation/evolve.ts'
import type { Conversation } from '../../core/src/conversation/state.ts'
import { newConversation } from '../../core/src/conversation/state.ts'
import { Dice } from '../../core/src/testing/history.ts'
